package dev.hearth.wire.dispatch;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Audit;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import dev.hearth.wire.Service;
import dev.hearth.wire.UploadOperation.Upload;
import dev.hearth.wire.http.HttpHandler;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.ServiceModel;
import dev.hearth.wire.protocol.Input;
import dev.hearth.wire.protocol.WireError;
import dev.hearth.wire.signature.CredentialScope;
import dev.hearth.wire.signature.SignatureVerifier;
import dev.hearth.wire.signature.SignatureVerifier.Verified;
import dev.hearth.wire.validation.ShownParameters;
import dev.hearth.wire.validation.Validator;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;

/// Answers every request to an AWS service, and is the one place where failures become answers:
///
/// | what went wrong | answer |
/// |---|---|
/// | the operation, or anything on the way to it, refuses ([ServiceException]) | its code and status |
/// | the operation throws one of the SDK's exceptions | the modelled code and status |
/// | AWS has the operation and Hearth does not | `NotImplemented`, 501, with its name |
/// | anything else | `InternalFailure`, 500; the cause is logged once, with the request id |
///
/// Every answer bears a request id. What clients send is never logged.
public final class Dispatcher implements HttpHandler {
  private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

  private final Router router = new Router();
  private final Implementations implementations;
  private final SignatureVerifier signatures;
  private final Authorization authorization;
  private final Audit audit;
  private final AccountId home;
  private final InstantSource clock;
  private final Supplier<String> requestIds;

  /// @param services what is implemented; a service named twice is refused
  /// @param signatures proves who sent a request
  /// @param authorization decides what they may do
  /// @param audit hears of every call whose sender is proven
  /// @param home the account in which unsigned requests act
  /// @param requestIds gives UUIDs, for many threads at once
  public Dispatcher(
      List<Service> services,
      SignatureVerifier signatures,
      Authorization authorization,
      Audit audit,
      AccountId home,
      InstantSource clock,
      Supplier<String> requestIds) {
    this.implementations = new Implementations(services);
    this.signatures = signatures;
    this.authorization = authorization;
    this.audit = audit;
    this.home = home;
    this.clock = clock;
    this.requestIds = requestIds;
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    var exchange = new Exchange(request, requestIds.get());
    try {
      var answer = exchange.serve();
      exchange.audit(null);
      return answer;
    } catch (ServiceException refusal) {
      return exchange.refuse(WireError.of(exchange.service(), refusal));
    } catch (AwsServiceException refusal) {
      return exchange.refuse(WireError.of(exchange.service(), refusal));
    } catch (RuntimeException | StackOverflowError failure) {
      LOG.log(Level.ERROR, "Request " + exchange.requestId + " failed", failure);
      return exchange.refuse(WireError.internal(exchange.service()));
    }
  }

  /// One request and what is known of it so far.
  private final class Exchange {
    private final HttpRequest request;
    private final String requestId;
    private Destination destination = Destination.UNKNOWN;
    private @Nullable Call call;
    private @Nullable SdkPojo input;
    private Access access = Access.NONE;

    Exchange(HttpRequest request, String requestId) {
      this.request = request;
      this.requestId = requestId;
    }

    /// Cheap checks come first, and nothing is decoded before its sender is proven.
    HttpResponse serve() {
      destination = router.find(request);
      var verified = CredentialScope.isSigned(request) ? verify() : null;
      Payload body = null;
      if (destination.inForm()) {
        body = read(verified, RequestBody.USUAL_LIMIT);
        destination = destination.resolve(new Input(request, Map.of(), body).form());
      }
      if (verified == null && !destination.permitsUnsigned()) {
        verified = verify(); // which refuses, in AWS's words
      }
      var operation = destination.known();
      var made = call(operation, verified);
      call = made;
      audit.admit(made.service(), made.operation());
      var implementation = implementations.of(operation);
      if (body == null) {
        body = operation.isUpload() ? Payload.EMPTY : read(verified, RequestBody.limit(operation));
      }
      var source = new Input(RequestBody.unframed(request), destination.labels(), body);
      var read = destination.protocol().read(operation, source);
      input = read;
      Validator.validate(operation, read);
      access = implementation.access(read, made);
      authorization.check(access, made);
      return new Run(operation, destination.protocol(), made)
          .run(implementation, read, upload(verified));
    }

    /// @param error null for success
    void audit(@Nullable WireError error) {
      var known = call;
      if (known != null) {
        audit.answered(
            new Audit.Answered(
                known,
                access,
                this::parameters,
                error == null ? null : error.code(),
                error == null ? null : error.message()));
      }
    }

    private Map<String, Object> parameters() {
      var operation = destination.operation();
      return input == null || operation == null ? Map.of() : ShownParameters.of(operation, input);
    }

    private Verified verify() {
      return signatures.verify(request, destination.protocol().dialect());
    }

    private Payload read(@Nullable Verified verified, int limit) {
      return verified == null
          ? RequestBody.read(
              request, request.body(), request.contentLength(), RequestBody.UNSIGNED_LIMIT)
          : RequestBody.read(request, verified.body(), verified.contentLength(), limit);
    }

    private Upload upload(@Nullable Verified verified) {
      return verified == null
          ? new Upload(request.body(), request.contentLength())
          : new Upload(verified.body(), verified.contentLength());
    }

    private Call call(OperationModel operation, @Nullable Verified verified) {
      return new Call(
          requestId,
          operation.service().signingName(),
          operation.name(),
          verified == null ? Region.DEFAULT : verified.region(),
          verified == null ? Caller.anonymous(home) : verified.caller(),
          request.endpoint(),
          request.sourceAddress(),
          request.headers().first("User-Agent", ""),
          clock.instant(),
          request.headers().first("X-Amzn-Trace-Id").orElse(null));
    }

    @Nullable ServiceModel service() {
      return destination.service();
    }

    HttpResponse refuse(WireError error) {
      audit(error);
      return destination.protocol().write(error, requestId);
    }
  }
}
