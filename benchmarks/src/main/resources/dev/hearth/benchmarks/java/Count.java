import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

public class Count implements RequestHandler<Map<String, Object>, Map<String, Integer>> {
  private int calls;

  @Override
  public Map<String, Integer> handleRequest(Map<String, Object> event, Context context) {
    calls++;
    return Map.of("calls", calls);
  }
}
