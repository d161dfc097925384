package dev.hearth.wire.dispatch;

import dev.hearth.wire.Access;
import dev.hearth.wire.Audit;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import dev.hearth.wire.Service;
import dev.hearth.wire.ServiceOperation;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.model.OperationModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import software.amazon.awssdk.core.SdkPojo;

/// A dispatcher over operations written in a line each.
final class Wired {
  static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");
  private final List<Service> services = new ArrayList<>();
  private Authorization authorization = (_, _) -> {};

  /// An operation that does `run` and asks for the permission of its name.
  static <I extends SdkPojo> Operation<I, SdkPojo> operation(
      String name, BiFunction<I, Call, SdkPojo> run) {
    return new Operation<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Access access(I input, Call call) {
        return Access.to(call.service() + ":" + name, "*");
      }

      @Override
      public SdkPojo run(I input, Call call) {
        return run.apply(input, call);
      }
    };
  }

  /// An operation that answers nothing but its defaults.
  static Operation<SdkPojo, SdkPojo> empty(OperationModel model) {
    return operation(model.name(), (_, _) -> dev.hearth.wire.model.Shape.build(model.newOutput()));
  }

  Wired with(String service, ServiceOperation<?>... operations) {
    services.add(new Service(service, Arrays.asList(operations)));
    return this;
  }

  Wired with(Authorization other) {
    authorization = other;
    return this;
  }

  Dispatcher dispatcher() {
    return new Dispatcher(
        services,
        new FakeSignatures(),
        authorization,
        Audit.NONE,
        FakeSignatures.ACCOUNT,
        InstantSource.fixed(NOW),
        () -> "request-1");
  }

  HttpResponse answer(Requests request) {
    return dispatcher().handle(request.build());
  }

  /// All content of an answer, as text.
  static String text(HttpResponse response) {
    try {
      return new String(Loopback.content(response), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
