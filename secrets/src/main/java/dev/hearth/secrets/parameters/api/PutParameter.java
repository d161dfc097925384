package dev.hearth.secrets.parameters.api;

import dev.hearth.secrets.TagConditions;
import dev.hearth.secrets.parameters.Parameter;
import dev.hearth.secrets.parameters.ParameterName;
import dev.hearth.secrets.parameters.ParameterRefusals;
import dev.hearth.secrets.parameters.ParameterStore;
import dev.hearth.secrets.parameters.ParameterTable;
import dev.hearth.secrets.parameters.ParameterValues;
import dev.hearth.secrets.parameters.ParameterVersion;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;

/// Makes a parameter, or gives it another version.
final class PutParameter implements Operation<PutParameterRequest, PutParameterResponse> {
  private static final int MOST_VERSIONS = 100;

  private final ParameterStore store;
  private final ParameterValues values;

  PutParameter(ParameterStore store, ParameterValues values) {
    this.store = store;
    this.values = values;
  }

  @Override
  public Access access(PutParameterRequest input, Call call) {
    var name = ParameterName.toWrite(input.name(), call);
    var conditions = TagConditions.requested(ParameterShapes.tags(input.tags()));
    conditions.put("ssm:Overwrite", List.of(Boolean.toString(overwrites(input))));
    conditions.put("ssm:Policies", List.of(Boolean.toString(input.policies() != null)));
    if (input.dataType() != null) {
      conditions.put("ssm:DataType", List.of(input.dataType()));
    }
    var access = ParameterAccess.and(Access.NONE, store, call, name, conditions);
    return input.tags().isEmpty()
        ? access
        : access.and("ssm:AddTagsToResource", name.arn(call.account(), call.region()), conditions);
  }

  private static boolean overwrites(PutParameterRequest input) {
    return Boolean.TRUE.equals(input.overwrite());
  }

  @Override
  public PutParameterResponse run(PutParameterRequest input, Call call) {
    var name = ParameterName.toWrite(input.name(), call);
    if (overwrites(input) && !input.tags().isEmpty()) {
      throw ParameterRefusals.validation(
          "Invalid request: tags and overwrite can't be used together. To create a parameter with"
              + " tags, please remove overwrite flag. To update tags for an existing parameter,"
              + " please use AddTagsToResource or RemoveTagsFromResource.");
    }
    var before = store.find(name, call);
    if (before.isPresent() && !overwrites(input)) {
      throw ParameterRefusals.of(
          "ParameterAlreadyExists",
          "The parameter already exists. To overwrite this value, set the overwrite option in the"
              + " request to true.");
    }
    var tags = TaggedParameter.checked(ParameterShapes.tags(input.tags()));
    var draft = new NewVersion(input, before.map(Parameter::current)).checked(call);
    var version = draft.isSecure() ? sealed(name, draft, call) : draft;
    store.write(
        table -> {
          put(table, name, before, tags, version, call);
          return version;
        });
    return PutParameterResponse.builder().version(version.number()).tier(version.tier()).build();
  }

  private ParameterVersion sealed(ParameterName name, ParameterVersion draft, Call call) {
    var arn = name.arn(call.account(), call.region());
    var key = ParameterValues.DEFAULT_KEY.equals(draft.keyId()) ? null : draft.keyId();
    return draft.with(values.seal(arn, key, draft.tier(), draft.content(), call));
  }

  private static void put(
      ParameterTable table,
      ParameterName name,
      Optional<Parameter> before,
      Map<String, String> tags,
      ParameterVersion version,
      Call call) {
    var now = table.find(call.account(), call.region(), name, call.time());
    if (!now.map(p -> p.current().number()).equals(before.map(p -> p.current().number()))) {
      throw ParameterRefusals.tooManyUpdates();
    }
    checkCount(table, before, version, call);
    if (now.isEmpty()) {
      table.insert(call.account(), call.region(), name, tags, version);
      return;
    }
    long id = now.get().id();
    var numbers = table.numbers(id);
    if (numbers.size() >= MOST_VERSIONS) {
      long oldest = numbers.getFirst();
      if (table.labels(id).containsValue(oldest)) {
        throw ParameterRefusals.of(
            "ParameterMaxVersionLimitExceeded",
            "You attempted to create a new version of "
                + name.name()
                + " by calling the PutParameter API with the overwrite flag. Version "
                + oldest
                + ", the oldest version, can't be deleted because it has a label associated with"
                + " it. Move the label to another version of the parameter, and try again.");
      }
      table.deleteVersion(id, oldest);
    }
    table.insertVersion(id, version);
  }

  private static void checkCount(
      ParameterTable table, Optional<Parameter> before, ParameterVersion version, Call call) {
    var tier = version.tier();
    if (before.map(parameter -> parameter.current().tier()).filter(tier::equals).isPresent()) {
      return;
    }
    int most = tier.equals(ParameterVersion.STANDARD) ? 10_000 : 100_000;
    if (table.count(call.account(), call.region(), tier, call.time()) >= most) {
      throw ParameterRefusals.of(
          "ParameterLimitExceeded",
          "You have reached the maximum number of parameters of the "
              + tier
              + " tier for this AWS account and Region ("
              + most
              + ").");
    }
  }
}
