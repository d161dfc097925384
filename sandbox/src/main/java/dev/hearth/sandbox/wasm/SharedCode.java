package dev.hearth.sandbox.wasm;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import run.endive.compiler.internal.Compiler;
import run.endive.compiler.internal.Shaded;

/// What compiled code calls for its instructions: the compiler puts a copy of [Shaded] beside each
/// module's classes, so that they need no compiler. It is most of what a small module consists of,
/// and changes with none, nor has a state; so modules are made to refer to the one that is here.
final class SharedCode {
  private static final String COPY = (Compiler.DEFAULT_CLASS_NAME + "Shaded").replace('.', '/');
  private static final String ORIGINAL = Type.getInternalName(Shaded.class);

  private SharedCode() {}

  /// @param name of a class of a module, with slashes
  static boolean holds(String name) {
    return name.replace('.', '/').equals(COPY);
  }

  /// The class with its references to the copy turned to the original.
  static byte[] referredTo(byte[] type) {
    var out = new ClassWriter(0);
    new ClassReader(type)
        .accept(
            new ClassRemapper(
                out,
                new Remapper(Opcodes.ASM9) {
                  @Override
                  public String map(String name) {
                    return name.equals(COPY) ? ORIGINAL : name;
                  }
                }),
            0);
    return out.toByteArray();
  }
}
