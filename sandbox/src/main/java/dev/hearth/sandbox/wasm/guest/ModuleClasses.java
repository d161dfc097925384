package dev.hearth.sandbox.wasm.guest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;

/// The classes that a module was compiled to. All are there, verified and initialised, before a
/// guest runs: the guest's stack may end in the middle of what would else be done on it.
final class ModuleClasses extends ClassLoader {
  private final Map<String, byte[]> undefined;

  ModuleClasses(Map<String, byte[]> classes) {
    super("wasm-module", ModuleClasses.class.getClassLoader());
    undefined = new HashMap<>(classes);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    var bytes = undefined.remove(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  /// What makes an instance's code.
  ///
  /// @param main the class that does, one of these
  Function<Instance, Machine> machine(String main) throws ReflectiveOperationException {
    for (var name : List.copyOf(undefined.keySet())) {
      var _ = Class.forName(name, true, this);
    }
    var type = Class.forName(main, true, this).asSubclass(Machine.class);
    var constructor =
        MethodHandles.publicLookup()
            .findConstructor(type, MethodType.methodType(void.class, Instance.class))
            .asType(MethodType.methodType(Machine.class, Instance.class));
    return instance -> {
      try {
        return (Machine) constructor.invokeExact(instance);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e); // it declares none
      }
    };
  }
}
