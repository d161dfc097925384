import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

public class Hello implements RequestHandler<Map<String, String>, Map<String, Object>> {
  @Override
  public Map<String, Object> handleRequest(Map<String, String> event, Context context) {
    context.getLogger().log("greeting in " + context.getFunctionName());
    return Map.of("statusCode", 200, "body", "\"Hello from Lambda!\"");
  }
}
