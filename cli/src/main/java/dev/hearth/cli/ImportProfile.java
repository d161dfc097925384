package dev.hearth.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// How long a function's initialisation spends on each package that it loads.
///
/// Read of lines such as `import time: 120 | 4500 | requests.sessions`: microseconds of the module
/// itself and with all that it loads, and its name, indented by two for each module that was being
/// loaded at the time. A module's line comes after those of the modules that it loads. This is how
/// Python's `-X importtime` says it, and our own programs for Python and Node in `analyze/`.
record ImportProfile(List<Loaded> packages, Set<String> modules) {
  private static final Pattern LINE =
      Pattern.compile("import time: +(\\d+) \\| +(\\d+) \\| ( *)(\\S+)\\s*");

  /// A package, or a module of its own at the top.
  ///
  /// @param ownMillis of its modules, without what they load of other packages
  /// @param wholeMillis of its slowest module, with all that it loads for the first time
  /// @param modules how many of it are loaded
  record Loaded(String name, double ownMillis, double wholeMillis, int modules) {}

  private record Line(long own, long whole, int depth, String module) {}

  /// @param log in its order, other lines among them
  /// @param entry the module that the handler is in: what is loaded for it, and it, is counted
  /// @param naming how modules are named
  static ImportProfile read(List<String> log, String entry, Naming naming) {
    var lines = new ArrayList<Line>();
    for (var text : log) {
      var found = LINE.matcher(text);
      if (found.find()) {
        lines.add(
            new Line(
                Long.parseLong(found.group(1)),
                Long.parseLong(found.group(2)),
                found.group(3).length(),
                found.group(4)));
      }
    }
    return of(under(entry, lines, naming), naming);
  }

  /// The entry's line and those before it that are indented more.
  private static List<Line> under(String entry, List<Line> lines, Naming naming) {
    int end = lines.size() - 1;
    while (end >= 0 && !naming.module(lines.get(end).module()).equals(entry)) {
      end--;
    }
    if (end < 0) {
      return List.of();
    }
    int begin = end;
    while (begin > 0 && lines.get(begin - 1).depth() > lines.get(end).depth()) {
      begin--;
    }
    return lines.subList(begin, end + 1);
  }

  private static ImportProfile of(List<Line> lines, Naming naming) {
    var packages = new LinkedHashMap<String, Loaded>();
    var modules = new HashSet<String>();
    for (var line : lines) {
      modules.add(naming.module(line.module()));
      packages.merge(
          naming.packageOf(line.module()),
          new Loaded(naming.packageOf(line.module()), line.own() / 1e3, line.whole() / 1e3, 1),
          ImportProfile::sum);
    }
    var slowestFirst = new ArrayList<>(packages.values());
    slowestFirst.sort((a, b) -> Double.compare(b.ownMillis(), a.ownMillis()));
    return new ImportProfile(
        Collections.unmodifiableList(slowestFirst), Collections.unmodifiableSet(modules));
  }

  private static Loaded sum(Loaded one, Loaded other) {
    return new Loaded(
        one.name,
        one.ownMillis + other.ownMillis,
        Math.max(one.wholeMillis, other.wholeMillis),
        one.modules + other.modules);
  }

  /// Of all packages together.
  double millis() {
    return packages.stream().mapToDouble(Loaded::ownMillis).sum();
  }

  /// How a language names what it loads.
  enum Naming {
    /// `package.module`
    PYTHON {
      @Override
      String packageOf(String module) {
        int dot = module.indexOf('.');
        return dot < 0 ? module : module.substring(0, dot);
      }

      @Override
      String module(String module) {
        return module.replace('.', '/');
      }
    },
    /// `/var/task/node_modules/@scope/package/file.js`
    NODE {
      private static final String FOLDER = "/node_modules/";

      @Override
      String packageOf(String module) {
        int folder = module.lastIndexOf(FOLDER);
        if (folder < 0) {
          return module(module);
        }
        var path = module.substring(folder + FOLDER.length());
        int end = path.indexOf('/', path.startsWith("@") ? path.indexOf('/') + 1 : 0);
        return end < 0 ? path : path.substring(0, end);
      }

      @Override
      String module(String module) {
        var path = module.startsWith("/var/task/") ? module.substring(10) : module;
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') ? path.substring(0, dot) : path;
      }
    };

    /// What a module belongs to.
    abstract String packageOf(String module);

    /// As a handler's name begins, where it is one of the function's own.
    abstract String module(String module);
  }
}
