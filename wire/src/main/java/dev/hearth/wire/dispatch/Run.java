package dev.hearth.wire.dispatch;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Call;
import dev.hearth.wire.DownloadOperation;
import dev.hearth.wire.EventStreamOperation;
import dev.hearth.wire.EventStreamOperation.EventStream;
import dev.hearth.wire.Operation;
import dev.hearth.wire.ServiceOperation;
import dev.hearth.wire.UploadOperation;
import dev.hearth.wire.UploadOperation.Upload;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.protocol.EventFrames;
import dev.hearth.wire.protocol.Protocol;
import dev.hearth.wire.protocol.WireError;
import dev.hearth.wire.signature.Dialect;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;

/// Runs one operation and renders what it answers, as its kind wants it.
final class Run {
  private static final System.Logger LOG = System.getLogger(Run.class.getName());

  private final OperationModel model;
  private final Protocol protocol;
  private final Call call;

  Run(OperationModel model, Protocol protocol, Call call) {
    this.model = model;
    this.protocol = protocol;
    this.call = call;
  }

  @SuppressWarnings("unchecked") // every output and event is one of the SDK's
  HttpResponse run(ServiceOperation<SdkPojo> operation, SdkPojo input, Upload upload) {
    return switch (operation) {
      case Operation<SdkPojo, ?> plain -> answer(plain.run(input, call));
      case UploadOperation<SdkPojo, ?> uploading -> answer(uploading.run(input, upload, call));
      case DownloadOperation<SdkPojo, ?> downloading -> {
        var download = downloading.run(input, call);
        var head = answer(download.output());
        yield new HttpResponse(head.status(), head.headers(), download.body());
      }
      case EventStreamOperation<SdkPojo, ?, ?> streaming ->
          events((EventStream<SdkPojo, SdkPojo>) streaming.run(input, call));
    };
  }

  private HttpResponse answer(SdkPojo output) {
    return protocol.write(model, output, call.requestId());
  }

  private HttpResponse events(EventStream<SdkPojo, SdkPojo> stream) {
    var head = answer(stream.output());
    var headers = head.headers().toBuilder().set("Content-Type", EventFrames.CONTENT_TYPE).build();
    return new HttpResponse(
        head.status(), headers, new HttpResponse.Body.Stream(-1, out -> send(stream, out)));
  }

  /// The headers are on their way, so an error becomes the stream's last frame.
  private void send(EventStream<SdkPojo, SdkPojo> stream, OutputStream out) throws IOException {
    var frames = new EventFrames(protocol, out);
    try {
      if (protocol.dialect() == Dialect.AWS_JSON) {
        frames.initialResponse(stream.output());
      }
      stream.events().sendTo(frames::event);
    } catch (ServiceException refusal) {
      frames.exception(WireError.of(model.service(), refusal));
    } catch (AwsServiceException refusal) {
      frames.exception(WireError.of(model.service(), refusal));
    } catch (RuntimeException failure) {
      LOG.log(Level.ERROR, "Request " + call.requestId() + " failed", failure);
      frames.exception(WireError.internal(model.service()));
    }
  }
}
