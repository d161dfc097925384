package dev.hearth.cli.check.secrets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/// Finds secrets that are recognised by themselves: keys and tokens of well-known services, private
/// keys, passwords in URLs. Sources: each service's documentation of its token formats.
public final class SecretShapes {
  private static final IntPredicate ALPHANUMERIC = Ascii::isAlphanumeric;
  private static final IntPredicate UPPER = Ascii::isUpperCaseOrDigit;
  private static final IntPredicate HEX = Ascii::isHexadecimal;
  private static final IntPredicate URL = ALPHANUMERIC.or(c -> c == '-' || c == '_');
  private static final IntPredicate BASE64 = ALPHANUMERIC.or(c -> c == '+' || c == '/' || c == '=');
  private static final IntPredicate DOTTED = URL.or(c -> c == '.');

  private static final String GITHUB = "a token of GitHub";
  private static final String SLACK = "a token of Slack";
  private static final String STRIPE = "a secret key of Stripe";
  private static final int LONG = 512;

  /// A file with more is no better known by more; each costs the search for its line.
  static final int MOST = 50;

  private static final List<SecretShape> SHAPES =
      List.of(
          new SecretShape("an access key ID of AWS", "AKIA", UPPER, 16, 16),
          new SecretShape("a temporary access key ID of AWS", "ASIA", UPPER, 16, 16),
          new SecretShape(GITHUB, "ghp_", ALPHANUMERIC, 36, 255),
          new SecretShape(GITHUB, "gho_", ALPHANUMERIC, 36, 255),
          new SecretShape(GITHUB, "ghu_", ALPHANUMERIC, 36, 255),
          new SecretShape(GITHUB, "ghs_", ALPHANUMERIC, 36, 255),
          new SecretShape(GITHUB, "ghr_", ALPHANUMERIC, 36, 255),
          new SecretShape(GITHUB, "github_pat_", URL, 60, 255),
          new SecretShape("a token of GitLab", "glpat-", URL, 20, 255),
          new SecretShape(SLACK, "xoxb-", URL, 20, 255),
          new SecretShape(SLACK, "xoxp-", URL, 20, 255),
          new SecretShape(SLACK, "xoxa-", URL, 20, 255),
          new SecretShape(SLACK, "xoxr-", URL, 20, 255),
          new SecretShape(SLACK, "xapp-", URL, 20, 255),
          new SecretShape(
              "a webhook of Slack", "https://hooks.slack.com/services/", BASE64.or(URL), 40, 100),
          new SecretShape(STRIPE, "sk_live_", ALPHANUMERIC, 24, 255),
          new SecretShape(STRIPE, "rk_live_", ALPHANUMERIC, 24, 255),
          new SecretShape("an API key of Google", "AIza", URL, 35, 35),
          new SecretShape("an OAuth secret of Google", "GOCSPX-", URL, 28, 28),
          new SecretShape("a token of npm", "npm_", ALPHANUMERIC, 36, 36),
          new SecretShape("a token of PyPI", "pypi-AgE", URL, 50, LONG),
          new SecretShape("an API key of SendGrid", "SG.", DOTTED, 60, 80),
          new SecretShape("an API key of OpenAI", "sk-proj-", URL, 40, LONG),
          new SecretShape("an API key of Anthropic", "sk-ant-", URL, 40, LONG),
          new SecretShape("a token of Hugging Face", "hf_", ALPHANUMERIC, 34, 40),
          new SecretShape("a token of DigitalOcean", "dop_v1_", HEX, 64, 64),
          new SecretShape("a token of Shopify", "shpat_", HEX, 32, 32),
          new SecretShape("an account key of Azure Storage", "AccountKey=", BASE64, 86, 90));

  private SecretShapes() {}

  /// Those in `text`, in their order; of very many the first of each shape.
  public static List<FoundSecret> find(String text) {
    return find(text, MOST);
  }

  static List<FoundSecret> find(String text, int most) {
    var found = new ArrayList<FoundSecret>();
    for (var shape : SHAPES) {
      int at = text.indexOf(shape.prefix());
      while (at >= 0 && found.size() < most) {
        int end = shape.end(text, at);
        if (end >= 0) {
          found.add(new FoundSecret(shape.kind(), at, end));
        }
        at = text.indexOf(shape.prefix(), end < 0 ? at + 1 : end);
      }
    }
    PrivateKeys.find(text, most, found);
    UrlPasswords.find(text, most, found);
    found.sort(Comparator.comparingInt(FoundSecret::start));
    return found;
  }
}
