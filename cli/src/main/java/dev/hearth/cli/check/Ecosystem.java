package dev.hearth.cli.check;

/// Where packages come from.
public enum Ecosystem {
  PYTHON("pypi", "PyPI"),
  NODE("npm", "npm"),
  JAVA("maven", "Maven");

  private final String purl;
  private final String osv;

  Ecosystem(String purl, String osv) {
    this.purl = purl;
    this.osv = osv;
  }

  /// The type in a package URL. Source: purl-spec, "PURL types".
  public String purl() {
    return purl;
  }

  /// The name in OSV records. Source: OSV schema, "Defined ecosystems".
  public String osv() {
    return osv;
  }
}
