package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodePackageTest {
  @TempDir private Path folder;

  private CodePackage of(Map<String, String> files) throws Exception {
    for (var file : files.entrySet()) {
      var path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return new CodePackage(CodeArchive.of(folder).bytes());
  }

  @Test
  void pythonsPackagesAreTheFoldersAndModulesAtTheTop() throws Exception {
    var sizes =
        of(Map.of("app.py", "1234", "requests/a.py", "12", "requests/b/c.py", "345"))
            .sizes(ImportProfile.Naming.PYTHON);

    assertThat(sizes).containsOnly(Map.entry("app", 4L), Map.entry("requests", 5L));
  }

  @Test
  void nodesPackagesAreFoldersOfModules() throws Exception {
    var sizes =
        of(Map.of("index.js", "1", "node_modules/@s/b/x.js", "12", "node_modules/a/y.js", "345"))
            .sizes(ImportProfile.Naming.NODE);

    assertThat(sizes)
        .containsOnly(Map.entry("index", 1L), Map.entry("@s/b", 2L), Map.entry("a", 3L));
  }

  @Test
  void aFileThatIsAddedTakesTheOldOnesPlace() throws Exception {
    var twice = new CodePackage(of(Map.of("app.py", "1234")).with("app.py", new byte[7]));

    assertThat(twice.sizes(ImportProfile.Naming.PYTHON)).containsOnly(Map.entry("app", 7L));
  }
}
