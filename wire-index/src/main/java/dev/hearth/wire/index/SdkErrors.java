package dev.hearth.wire.index;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the modelled errors out of an SDK client's bytecode.
///
/// The client builds one `ExceptionMetadata` for each, in code that cannot be called from outside:
/// `ExceptionMetadata.builder().errorCode("X").httpStatusCode(404)
/// .exceptionBuilderSupplier(XException::builder).build()`.
final class SdkErrors {
  private static final String BUILDER = "awscore/exception/ExceptionMetadata$Builder";
  private static final String BUILDER_OLD = "protocols/core/ExceptionMetadata$Builder";

  /// One error.
  ///
  /// @param code on the wire
  /// @param status as the client knows it
  /// @param exception the simple name of the SDK's class
  record SdkError(String code, int status, String exception) {}

  private final TreeMap<String, SdkError> errors = new TreeMap<>();
  private @Nullable Object constant;
  private @Nullable String code;
  private @Nullable String exception;
  private int status;

  private SdkErrors() {}

  static Collection<SdkError> of(Class<?> client) throws IOException {
    var reader = new SdkErrors();
    try (var in = ServiceModel.resource("/" + client.getName().replace('.', '/') + ".class")) {
      for (var method : ClassFile.of().parse(in.readAllBytes()).methods()) {
        reader.read(method);
      }
    }
    return reader.errors.values();
  }

  private void read(MethodModel method) {
    for (var element : method.code().map(code -> code.elementList()).orElse(List.of())) {
      read(element);
    }
  }

  private void read(CodeElement element) {
    switch (element) {
      case ConstantInstruction push -> constant = push.constantValue();
      case InvokeDynamicInstruction lambda -> {
        for (var argument : lambda.bootstrapArgs()) {
          if (argument instanceof DirectMethodHandleDesc handle
              && handle.methodName().equals("builder")) {
            exception = handle.owner().displayName();
          }
        }
      }
      case InvokeInstruction call when isBuilder(call.owner().asInternalName()) ->
          built(call.name().stringValue());
      default -> {}
    }
  }

  private static boolean isBuilder(String owner) {
    return owner.endsWith(BUILDER) || owner.endsWith(BUILDER_OLD);
  }

  private void built(String method) {
    switch (method) {
      case "errorCode" -> {
        code = (String) constant;
        status = 400; // what JSON errors without a status have
      }
      case "httpStatusCode" -> status = constant instanceof Integer number ? number : status;
      case "build" -> {
        if (code != null && exception != null) {
          errors.put(code, new SdkError(code, status, exception));
        }
      }
      default -> {}
    }
  }
}
