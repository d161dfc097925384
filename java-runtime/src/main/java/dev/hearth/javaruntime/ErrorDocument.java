package dev.hearth.javaruntime;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An error as the caller of Invoke sees it. Source: AWS Lambda Developer Guide, "AWS Lambda
/// function errors in Java".
final class ErrorDocument {
  private static final String OWN = "dev.hearth.javaruntime.";
  private static final int MOST_CAUSES = 16;

  private ErrorDocument() {}

  static Map<String, @Nullable Object> of(Throwable error) {
    return of(error, MOST_CAUSES);
  }

  private static Map<String, @Nullable Object> of(Throwable error, int causes) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("errorMessage", error.getMessage());
    document.put("errorType", type(error));
    var trace = new ArrayList<String>();
    for (var element : functions(error.getStackTrace())) {
      trace.add(element.toString());
    }
    document.put("stackTrace", trace);
    var cause = error.getCause();
    if (cause != null && causes > 0) {
      document.put("cause", of(cause, causes - 1));
    }
    return document;
  }

  static String type(Throwable error) {
    return error instanceof Fault ? ((Fault) error).type() : error.getClass().getName();
  }

  /// For the log.
  static String trace(Throwable error) {
    for (Throwable each = error; each != null; each = each.getCause()) {
      each.setStackTrace(functions(each.getStackTrace()).toArray(new StackTraceElement[0]));
    }
    var text = new StringWriter();
    if (error instanceof Fault) {
      text.append(error.getMessage()).append(": ").append(type(error)).append('\n');
      var cause = error.getCause();
      if (cause == null) {
        return text.toString();
      }
      cause.printStackTrace(new PrintWriter(text, true));
    } else {
      text.append(String.valueOf(error.getMessage())).append(": ").append(type(error)).append('\n');
      error.printStackTrace(new PrintWriter(text, true));
    }
    return text.toString();
  }

  /// Without the part below the function, which is ours and the JDK's.
  private static List<StackTraceElement> functions(StackTraceElement[] trace) {
    int end = 0;
    while (end < trace.length && !trace[end].getClassName().startsWith(OWN)) {
      end++;
    }
    while (end > 0 && end < trace.length && isReflection(trace[end - 1].getClassName())) {
      end--;
    }
    return List.of(trace).subList(0, end);
  }

  private static boolean isReflection(String name) {
    return name.startsWith("java.lang.reflect.") || name.startsWith("jdk.internal.reflect.");
  }
}
