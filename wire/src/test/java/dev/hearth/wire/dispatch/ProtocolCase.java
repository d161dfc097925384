package dev.hearth.wire.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.model.SmithyService;
import dev.hearth.wire.protocol.Protocol;
import dev.hearth.wire.protocol.WireError;
import java.io.IOException;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.smithy.model.shapes.OperationShape;
import software.amazon.smithy.model.shapes.Shape;
import software.amazon.smithy.protocoltests.traits.HttpMalformedRequestTestCase;
import software.amazon.smithy.protocoltests.traits.HttpRequestTestCase;
import software.amazon.smithy.protocoltests.traits.HttpResponseTestCase;

/// One of AWS's own cases of how a protocol's messages read.
sealed interface ProtocolCase {
  /// AWS's; a request and an answer may share one.
  String id();

  /// Unique among all cases, such as `RestJsonNoInputAndOutput (Request)`.
  default String name() {
    return id() + " (" + getClass().getSimpleName() + ")";
  }

  /// @throws AssertionError where our codec does otherwise
  void check() throws IOException;

  /// A request that means an input.
  record Request(SmithyService service, OperationShape operation, HttpRequestTestCase given)
      implements ProtocolCase {
    @Override
    public String id() {
      return given.getId();
    }

    @Override
    public void check() {
      var request = CaseRequests.of(given);

      var read = new CaseReader(service).read(request, CaseRequests.body(given));

      assertThat(read.operation()).isEqualTo(operation.getId().getName());
      assertThat(read.input())
          .isEqualTo(service.message(operation.getInputShape(), given.getParams()));
    }
  }

  /// A request that must be refused.
  record Malformed(
      SmithyService service, OperationShape operation, HttpMalformedRequestTestCase given)
      implements ProtocolCase {
    @Override
    public String id() {
      return given.getId();
    }

    @Override
    public void check() {
      HttpRequest request = CaseRequests.of(given.getRequest());
      HttpResponse answer;
      try {
        var read = new CaseReader(service).read(request, CaseRequests.body(given.getRequest()));
        throw new AssertionError("was read as " + read.input());
      } catch (ServiceException refusal) {
        answer =
            Protocol.of(service.protocol())
                .write(WireError.of(service.described(), refusal), CaseAnswers.REQUEST_ID);
      }
      assertThat(answer.status()).isEqualTo(given.getResponse().getCode());
      given
          .getResponse()
          .getHeaders()
          .forEach((name, value) -> assertThat(answer.headers().first(name)).contains(value));
    }
  }

  /// What an operation answers.
  record Output(SmithyService service, OperationShape operation, HttpResponseTestCase given)
      implements ProtocolCase {
    @Override
    public String id() {
      return given.getId();
    }

    @Override
    public void check() throws IOException {
      SdkPojo output = service.message(operation.getOutputShape(), given.getParams());
      var model = service.described().operation(operation.getId().getName()).orElseThrow();

      var answer =
          Protocol.of(service.protocol()).write(model, output, CaseAnswers.requestId(given));

      CaseAnswers.check(given, answer, Map.of());
    }
  }

  /// What an error is answered as.
  record Refusal(SmithyService service, Shape error, HttpResponseTestCase given)
      implements ProtocolCase {
    @Override
    public String id() {
      return given.getId();
    }

    @Override
    public void check() throws IOException {
      var model = service.described().error(error.getId().getName()).orElseThrow();
      var message = given.getParams().getStringMemberOrDefault(model.messageMember(), "");
      var refusal =
          new WireError(
              service.described(),
              model.code(),
              model.status(),
              message,
              model,
              service.message(error.getId(), given.getParams().withoutMember("message")),
              Map.of());

      var answer = Protocol.of(service.protocol()).write(refusal, CaseAnswers.requestId(given));

      CaseAnswers.check(given, answer, Map.of("message", "", "__type", model.code()));
    }
  }
}
