package dev.hearth.wire.dispatch;

import dev.hearth.wire.model.Member;
import dev.hearth.wire.model.Shape;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallLocation;

/// Fills every member of the SDK's model classes with values that are hard to carry.
final class Samples {
  /// Shapes that hold themselves end here.
  private static final int DEEPEST = 6;

  /// What the SDK adds to S3's models, or what would make the client itself check the content.
  private static final Set<String> NOT_ON_THE_WIRE =
      Set.of("ExpiresString", "SourceBucket", "SourceKey", "SourceVersionId", "ChecksumMode");

  private final Random random;

  Samples(long seed) {
    this.random = new Random(seed);
  }

  /// Fills `builder` and builds it.
  SdkPojo fill(SdkPojo builder) {
    return fill(builder, 0);
  }

  private SdkPojo fill(SdkPojo builder, int depth) {
    var members = Shape.of(builder).members();
    int only = isUnion(builder) ? random.nextInt(members.size()) : -1;
    for (int i = 0; i < members.size(); i++) {
      var value = only < 0 || only == i ? value(members.get(i), depth) : null;
      if (value != null) {
        members.get(i).set(builder, value);
      }
    }
    return Shape.build(builder);
  }

  /// Of a union, one member is set; the SDK marks unions by a nested enum of their members.
  private static boolean isUnion(SdkPojo builder) {
    var model = builder.getClass().getEnclosingClass();
    return model != null
        && Arrays.stream(model.getDeclaredClasses())
            .anyMatch(nested -> nested.isEnum() && nested.getSimpleName().equals("Type"))
        && Arrays.stream(model.getMethods())
            .anyMatch(
                m -> m.getName().equals("type") && m.getReturnType().getDeclaringClass() == model);
  }

  private @Nullable Object value(Member member, int depth) {
    if (NOT_ON_THE_WIRE.contains(member.modelName())) {
      return null;
    }
    if (member.modelName().equals("ContentLength") && inHeader(member)) {
      return (long) SdkClients.CONTENT.length();
    }
    return switch (member.type()) {
      case STRING -> text(member);
      case INTEGER -> integer(member);
      case LONG -> random.nextLong();
      case SHORT -> (short) random.nextInt();
      case BYTE -> (byte) random.nextInt();
      case FLOAT -> random.nextInt(1000) / 8f;
      case DOUBLE -> random.nextInt(1000) / 8d;
      case BIG_DECIMAL -> BigDecimal.valueOf(random.nextInt(1000), 2);
      case BOOLEAN -> random.nextBoolean();
      case INSTANT -> Instant.ofEpochSecond(1_000_000_000L + random.nextInt(1_000_000_000));
      case SDK_BYTES -> {
        var bytes = new byte[9];
        random.nextBytes(bytes);
        yield SdkBytes.fromByteArray(bytes);
      }
      case LIST -> {
        var list = new ArrayList<Object>();
        for (int i = 0; i < 2 && depth < DEEPEST; i++) {
          addIfPresent(list, inHeader(member) ? "h" + i : value(member.element(), depth + 1));
        }
        yield list.isEmpty() ? null : list;
      }
      case MAP -> {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < 2 && depth < DEEPEST; i++) {
          var value = inHeader(member) ? "h" + i : value(member.element(), depth + 1);
          if (value != null) {
            map.put("k" + i, value);
          }
        }
        yield map.isEmpty() ? null : map;
      }
      case SDK_POJO -> depth < DEEPEST ? fill(member.newBuilder(), depth + 1) : null;
      case DOCUMENT -> Document.fromString("document");
      default -> null;
    };
  }

  private static void addIfPresent(List<Object> list, @Nullable Object value) {
    if (value != null) {
      list.add(value);
    }
  }

  private static boolean inHeader(Member member) {
    return member.location() == MarshallLocation.HEADER;
  }

  private int integer(Member member) {
    if (member.location() == MarshallLocation.STATUS_CODE) {
      return 200;
    }
    // The SDK's client waits that many seconds before it tries again, and cannot wait less than 0.
    return member.name().equals("Retry-After") ? 1 : random.nextInt();
  }

  private String text(Member member) {
    int number = random.nextInt(1000);
    if (member.isJsonValue()) {
      return "{\"a\":" + number + "}";
    }
    if (member.isAttribute()) {
      return "CanonicalUser";
    }
    if (member.modelName().equals("Bucket")) {
      return "some-bucket";
    }
    return switch (member.location()) {
      case HEADER -> member.modelName().equals("ChecksumAlgorithm") ? "CRC32" : "h" + number;
      case PATH -> "p" + number + " é+%&=:/";
      case GREEDY_PATH -> "p/" + number + " é+%&=:/x";
      default -> "s" + number + " <é&\"'>\n\t\r\\ +%;=\uD83D\uDE00";
    };
  }
}
