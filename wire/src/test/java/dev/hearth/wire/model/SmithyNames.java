package dev.hearth.wire.model;

import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.smithy.model.Model;
import software.amazon.smithy.model.shapes.MemberShape;
import software.amazon.smithy.model.traits.HttpHeaderTrait;
import software.amazon.smithy.model.traits.HttpPrefixHeadersTrait;
import software.amazon.smithy.model.traits.HttpQueryTrait;
import software.amazon.smithy.model.traits.JsonNameTrait;
import software.amazon.smithy.model.traits.XmlNameTrait;

/// Where a protocol puts a member, and what it calls it there.
///
/// @param protocol in Smithy's words, such as `restJson1`
record SmithyNames(Model model, String protocol) {
  /// @param name of a header, a label and so on, or in the body
  /// @param payload whether the member is the whole body
  record Place(MarshallLocation location, String name, boolean payload) {
    static Place body(String name) {
      return new Place(MarshallLocation.PAYLOAD, name, false);
    }
  }

  /// Whether members are bound to the parts of a message.
  boolean bound() {
    return protocol.startsWith("rest");
  }

  /// @param message whether the member's structure is a message, not a part of one
  Place of(MemberShape member, boolean message) {
    var name = member.getMemberName();
    if (message) {
      var header = member.getTrait(HttpHeaderTrait.class);
      if (header.isPresent()) {
        return new Place(MarshallLocation.HEADER, header.get().getValue(), false);
      }
      var headers = member.getTrait(HttpPrefixHeadersTrait.class);
      if (headers.isPresent()) {
        return new Place(MarshallLocation.HEADER, headers.get().getValue(), false);
      }
      var query = member.getTrait(HttpQueryTrait.class);
      if (query.isPresent()) {
        return new Place(MarshallLocation.QUERY_PARAM, query.get().getValue(), false);
      }
      if (member.hasTrait("smithy.api#httpQueryParams")) {
        return new Place(MarshallLocation.QUERY_PARAM, name, false);
      }
      if (member.hasTrait("smithy.api#httpLabel")) {
        return new Place(MarshallLocation.PATH, name, false);
      }
      if (member.hasTrait("smithy.api#httpResponseCode")) {
        return new Place(MarshallLocation.STATUS_CODE, name, false);
      }
      if (member.hasTrait("smithy.api#httpPayload")) {
        return new Place(MarshallLocation.PAYLOAD, payload(member), true);
      }
    }
    return Place.body(inBody(member));
  }

  /// The name of a map's key or value.
  String inMap(MemberShape member) {
    return isXml() ? inBody(member) : member.getMemberName();
  }

  private String inBody(MemberShape member) {
    if (isXml()) {
      return member
          .getTrait(XmlNameTrait.class)
          .map(XmlNameTrait::getValue)
          .orElse(member.getMemberName());
    }
    return protocol.equals("restJson1")
        ? member
            .getTrait(JsonNameTrait.class)
            .map(JsonNameTrait::getValue)
            .orElse(member.getMemberName())
        : member.getMemberName();
  }

  /// The root element's name is that of the member's shape, unless one of both says otherwise.
  private String payload(MemberShape member) {
    return member
        .getMemberTrait(model, XmlNameTrait.class)
        .map(XmlNameTrait::getValue)
        .orElse(member.getTarget().getName());
  }

  private boolean isXml() {
    return protocol.equals("restXml") || protocol.equals("awsQuery");
  }
}
