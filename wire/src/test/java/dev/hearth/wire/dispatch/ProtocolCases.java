package dev.hearth.wire.dispatch;

import dev.hearth.wire.model.SmithyService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.smithy.model.Model;
import software.amazon.smithy.model.knowledge.ServiceIndex;
import software.amazon.smithy.model.loader.ModelAssembler;
import software.amazon.smithy.model.shapes.OperationShape;
import software.amazon.smithy.model.shapes.ServiceShape;
import software.amazon.smithy.model.shapes.ShapeId;
import software.amazon.smithy.protocoltests.traits.AppliesTo;
import software.amazon.smithy.protocoltests.traits.HttpMalformedRequestTestsTrait;
import software.amazon.smithy.protocoltests.traits.HttpMessageTestCase;
import software.amazon.smithy.protocoltests.traits.HttpRequestTestsTrait;
import software.amazon.smithy.protocoltests.traits.HttpResponseTestsTrait;

/// Collects the cases of `smithy-aws-protocol-tests` that tell a server what to do.
final class ProtocolCases {
  private static final Set<String> PROTOCOLS =
      Set.of("restJson1", "restXml", "awsJson1_0", "awsJson1_1", "awsQuery", "rpcv2Cbor");

  // It tests a validation that Smithy's servers have, and whose words are not those of AWS's own
  // services, which Hearth gives.
  private static final String VALIDATION = "aws.protocoltests.restjson.validation";

  private final Map<String, ProtocolCase> cases = new LinkedHashMap<>();

  private ProtocolCases() {}

  static List<ProtocolCase> all() {
    var model =
        Model.assembler()
            .discoverModels()
            .putProperty(ModelAssembler.ALLOW_UNKNOWN_TRAITS, true)
            .disableValidation()
            .assemble()
            .unwrap();
    var found = new ProtocolCases();
    for (var service : model.getServiceShapes()) {
      if (!service.getId().getNamespace().equals(VALIDATION)) {
        for (var protocol : ServiceIndex.of(model).getProtocols(service).keySet()) {
          if (PROTOCOLS.contains(protocol.getName())) {
            found.add(model, service, protocol);
          }
        }
      }
    }
    return new ArrayList<>(found.cases.values());
  }

  private void add(Model model, ServiceShape shape, ShapeId protocol) {
    var service = new SmithyService(model, shape, protocol.getName());
    for (var operation : service.operations()) {
      operation
          .getTrait(HttpRequestTestsTrait.class)
          .ifPresent(
              given ->
                  given.getTestCases().stream()
                      .filter(each -> isForServers(each, protocol))
                      .forEach(each -> add(new ProtocolCase.Request(service, operation, each))));
      operation
          .getTrait(HttpResponseTestsTrait.class)
          .ifPresent(
              given ->
                  given.getTestCases().stream()
                      .filter(each -> isForServers(each, protocol))
                      .forEach(each -> add(new ProtocolCase.Output(service, operation, each))));
      malformed(service, operation, protocol);
    }
    for (var error : service.errors()) {
      error
          .getTrait(HttpResponseTestsTrait.class)
          .ifPresent(
              given ->
                  given.getTestCases().stream()
                      .filter(each -> isForServers(each, protocol))
                      .forEach(each -> add(new ProtocolCase.Refusal(service, error, each))));
    }
  }

  private void malformed(SmithyService service, OperationShape operation, ShapeId protocol) {
    operation
        .getTrait(HttpMalformedRequestTestsTrait.class)
        .ifPresent(
            given ->
                given.getTestCases().stream()
                    .filter(each -> each.getProtocol().equals(protocol))
                    .forEach(each -> add(new ProtocolCase.Malformed(service, operation, each))));
  }

  private static boolean isForServers(HttpMessageTestCase given, ShapeId protocol) {
    return given.getProtocol().equals(protocol)
        && !given.getAppliesTo().equals(Optional.of(AppliesTo.CLIENT));
  }

  private void add(ProtocolCase found) {
    cases.putIfAbsent(found.name(), found); // the models are on the class path more than once
  }
}
