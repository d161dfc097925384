package dev.hearth.wire.protocol;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.model.ErrorModel;
import dev.hearth.wire.model.ServiceModel;
import dev.hearth.wire.model.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/// An error on its way to the client.
///
/// @param service whose model it was looked up in; null where the request named none
/// @param code as the service's model or AWS's common errors call it
/// @param model null for errors that the service's model does not know
/// @param details the modelled members beside the message; null for none
/// @param others members that the model does not know
public record WireError(
    @Nullable ServiceModel service,
    String code,
    int status,
    String message,
    @Nullable ErrorModel model,
    @Nullable SdkPojo details,
    Map<String, String> others) {

  /// A refusal, looked up in the model of `service`.
  public static WireError of(@Nullable ServiceModel service, ServiceException refusal) {
    var model = service == null ? null : service.error(refusal.code()).orElse(null);
    var others = new LinkedHashMap<>(refusal.members());
    return new WireError(
        service,
        refusal.code(),
        model == null ? refusal.status() : model.status(),
        refusal.getMessage(),
        model,
        model == null ? null : details(model, others),
        others);
  }

  /// One of the SDK's own exceptions.
  public static WireError of(@Nullable ServiceModel service, AwsServiceException exception) {
    var model = service == null ? null : service.error(exception.getClass()).orElse(null);
    var given = exception.awsErrorDetails();
    var code = given == null ? null : given.errorCode();
    var message = given == null ? null : given.errorMessage();
    return new WireError(
        service,
        model != null ? model.code() : code != null ? code : "InternalFailure",
        model != null
            ? model.status()
            : exception.statusCode() >= 400 ? exception.statusCode() : 500,
        message != null ? message : String.valueOf(exception.getMessage()),
        model,
        model == null ? null : exception,
        Map.of());
  }

  /// What is told of a failure that is no refusal; its cause is for our own log only.
  public static WireError internal(@Nullable ServiceModel service) {
    return of(service, new ServiceException("InternalFailure", 500, "An internal failure"));
  }

  /// Moves the members that the model knows from `named` into the SDK's class.
  private static SdkPojo details(ErrorModel model, Map<String, String> named) {
    var builder = model.newBuilder();
    for (var member : Shape.of(builder).members()) {
      var text = named.remove(member.modelName());
      if (text != null) {
        member.set(builder, Scalars.read(member, text, Format.UNIX_TIMESTAMP));
      } else if (member.modelName().equals("Type")
          && member.type() == MarshallingKnownType.STRING) {
        // Lambda tells in each of its errors who is to blame.
        member.set(builder, model.fault().equals("Sender") ? "User" : "Service");
      }
    }
    return Shape.build(builder); // only what is built can be read
  }

  /// Who is to blame: `Sender` or `Receiver`.
  String fault() {
    return model != null ? model.fault() : status < 500 ? "Sender" : "Receiver";
  }

  /// The code in awsQuery.
  String queryCode() {
    return model != null ? model.queryCode() : CommonErrors.inQuery(code);
  }

  String messageMember() {
    return model == null ? "message" : model.messageMember();
  }
}
