package dev.hearth.compatibility;

import java.util.ArrayList;
import java.util.List;

/// What operations of Lambda refuse, with the error that its model names and AWS's text.
final class Refusals {
  static final String NO_FUNCTION = "missing";
  static final String NO_REVISION = "00000000-0000-0000-0000-000000000000";

  private final List<Refusal> all = new ArrayList<>();

  /// One refusal.
  ///
  /// @param text that the message contains
  record Refusal(String operation, int status, String code, String text, Runnable call) {}

  /// All of them, while there is what [LambdaLife] makes.
  static List<Refusal> of(LambdaApi api, LambdaLife life) {
    var refusals = new Refusals();
    new MissingFunctionRefusals(refusals, api, life).add();
    new MissingPartRefusals(refusals, api, life).add();
    new RequestRefusals(refusals, api, life).add();
    return refusals.all;
  }

  void add(String operation, int status, String code, String text, Runnable call) {
    all.add(new Refusal(operation, status, code, text, call));
  }

  void notFound(String operation, String text, Runnable call) {
    add(operation, 404, "ResourceNotFoundException", text, call);
  }

  void noFunction(String operation, Runnable call) {
    notFound(operation, ":function:" + NO_FUNCTION, call);
  }

  void invalid(String operation, String text, Runnable call) {
    add(operation, 400, "InvalidParameterValueException", text, call);
  }

  void conflict(String operation, String text, Runnable call) {
    add(operation, 409, "ResourceConflictException", text, call);
  }

  void failed(String operation, String text, Runnable call) {
    add(operation, 412, "PreconditionFailedException", text, call);
  }
}
