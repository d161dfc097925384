package dev.hearth.sandbox.linux;

import static dev.hearth.sandbox.linux.FilterProgram.NEXT;
import static dev.hearth.sandbox.linux.Verdict.ALLOW;
import static dev.hearth.sandbox.linux.Verdict.KILL;
import static dev.hearth.sandbox.linux.Verdict.NOT_IMPLEMENTED;
import static dev.hearth.sandbox.linux.Verdict.NOT_PERMITTED;

import dev.hearth.sandbox.linux.FilterProgram.Label;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// The seccomp filter of a sandbox: a classic BPF program, in the form that `bwrap --seccomp`
/// reads.
///
/// It is an allow-list, `system-calls.txt`, with rules on arguments for a few calls. A process that
/// calls by another architecture's numbers (32-bit, x32) is killed, for those would pass by the
/// list.
///
/// A template of copies may make a process in a user namespace of its own besides, which begins
/// with every capability there is in it. Nothing lets a filter see whose process calls, so that of
/// a template and of its copies refuses what such capabilities open to anybody: interfaces' and
/// routes' settings, packet filters, raw sockets. Sources: the kernel's `seccomp_filter.rst`; the
/// list started from what container engines allow a process without capabilities.
public final class SystemCallFilter {
  // Offsets in struct seccomp_data.
  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;

  private static final int X32 = 0x4000_0000;
  private static final int LAST_KNOWN = 469; // file_setattr, Linux 6.17

  /// Processors that a filter can be made for.
  public enum Architecture {
    X86_64(0xc000_003e, 0),
    AARCH64(0xc000_00b7, 1);

    private final int audit;
    private final int column;

    Architecture(int audit, int column) {
      this.audit = audit;
      this.column = column;
    }

    /// This machine's.
    public static Architecture current() {
      return switch (System.getProperty("os.arch")) {
        case "amd64" -> X86_64;
        case "aarch64" -> AARCH64;
        case String other -> throw new IllegalStateException("no system-call filter for " + other);
      };
    }
  }

  private final Architecture architecture;
  private final boolean template;
  private final FilterProgram program = new FilterProgram();

  private SystemCallFilter(Architecture architecture, boolean template) {
    this.architecture = architecture;
    this.template = template;
  }

  /// The program for this machine, 8 bytes an instruction.
  public static byte[] compile() {
    return compile(Architecture.current(), false);
  }

  /// As [#compile()], for a template of copies and for these.
  public static byte[] compileForTemplate() {
    return compile(Architecture.current(), true);
  }

  /// The program, 8 bytes an instruction.
  ///
  /// @param template whether it is for a template of copies
  public static byte[] compile(Architecture architecture, boolean template) {
    return new SystemCallFilter(architecture, template).program();
  }

  private byte[] program() {
    var allowed = allowed();
    var own = new Label();
    program.load(ARCHITECTURE);
    program.ifEqual(architecture.audit, own, NEXT);
    program.answer(KILL);
    program.at(own);
    program.load(NUMBER);
    if (architecture == Architecture.X86_64) {
      var whole = new Label();
      program.ifAtLeast(X32, NEXT, whole);
      program.answer(KILL);
      program.at(whole);
    }
    new ArgumentRules(program, template).write(allowed);
    ranges(new TreeSet<>(allowed.values()));
    var known = new Label();
    program.ifGreater(LAST_KNOWN, NEXT, known);
    program.answer(NOT_IMPLEMENTED);
    program.at(known);
    program.answer(NOT_PERMITTED);
    return program.assemble();
  }

  /// The kernel remembers which numbers this always allows, so a long list costs nothing per call.
  private void ranges(SortedSet<Integer> numbers) {
    while (!numbers.isEmpty()) {
      int first = numbers.getFirst();
      int last = first;
      while (numbers.remove(last)) {
        last++;
      }
      var beyond = new Label();
      var between = new Label();
      program.ifGreater(last - 1, beyond, NEXT);
      program.ifAtLeast(first, NEXT, between);
      program.answer(ALLOW);
      program.at(between);
      program.answer(NOT_PERMITTED);
      program.at(beyond);
    }
  }

  private Map<String, Integer> allowed() {
    try (var in = SystemCallFilter.class.getResourceAsStream("system-calls.txt")) {
      if (in == null) {
        throw new IllegalStateException("system-calls.txt is not packaged");
      }
      var numbers = new HashMap<String, Integer>();
      var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
      for (var line : reader.lines().toList()) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          var columns = new ArrayList<>(List.of(line.split(" +")));
          var number = columns.get(1 + architecture.column);
          if (!number.equals("-")) {
            numbers.put(columns.getFirst(), Integer.valueOf(number));
          }
        }
      }
      return numbers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
