package dev.hearth.identity.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Finds the statements of a policy document in its text.
public final class StatementPlaces {
  private static final JsonFactory JSON = new JsonFactory();

  private StatementPlaces() {}

  /// Where a statement stands, counted from line 1 and column 1: from behind the bracket, comma or
  /// colon before it to behind its own last brace.
  public record Place(int startLine, int startColumn, int endLine, int endColumn) {}

  /// The places of all statements, in their order.
  ///
  /// @param document one that [Policy#parse] takes
  public static List<Place> of(String document) {
    try (var parser = JSON.createParser(document)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean statements = parser.currentName().equals("Statement");
        var first = parser.nextToken();
        if (statements) {
          return places(parser, first, document);
        }
        parser.skipChildren();
      }
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("a document that was taken is no JSON", e);
    }
  }

  private static List<Place> places(JsonParser parser, JsonToken first, String document)
      throws IOException {
    var places = new ArrayList<Place>();
    if (first == JsonToken.START_OBJECT) {
      places.add(place(parser, document));
      return places;
    }
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      places.add(place(parser, document));
    }
    return places;
  }

  private static Place place(JsonParser parser, String document) throws IOException {
    var start = before(parser.currentTokenLocation(), document);
    parser.skipChildren();
    var end = parser.currentLocation();
    return new Place(start[0], start[1], end.getLineNr(), end.getColumnNr());
  }

  /// Behind what comes before a statement, blanks apart.
  private static int[] before(JsonLocation brace, String document) {
    int offset = (int) brace.getCharOffset();
    while (offset > 0 && Character.isWhitespace(document.charAt(offset - 1))) {
      offset--;
    }
    int line = 1 + (int) document.chars().limit(offset).filter(c -> c == '\n').count();
    return new int[] {line, offset - document.lastIndexOf('\n', offset - 1)};
  }
}
