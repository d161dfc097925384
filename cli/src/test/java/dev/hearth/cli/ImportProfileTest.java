package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.ImportProfile.Loaded;
import dev.hearth.cli.ImportProfile.Naming;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImportProfileTest {
  private static final List<String> PYTHON =
      List.of(
          "import time: 900 | 900 | encodings",
          "START RequestId: 1 Version: $LATEST",
          "import time: 200 | 200 |     requests.models",
          "import time:       100 |       100 |     urllib3.util ",
          "import time: 50 | 400 |   requests",
          "import time: 30 | 450 | src.app");

  @Test
  void ofEachPackageItTellsWhatItsOwnModulesTakeAndTheSlowestWithAllThatItLoads() {
    var profile = ImportProfile.read(PYTHON, "src/app", Naming.PYTHON);

    assertThat(profile.packages())
        .containsExactly(
            new Loaded("requests", 0.25, 0.4, 2),
            new Loaded("urllib3", 0.1, 0.1, 1),
            new Loaded("src", 0.03, 0.45, 1));
    assertThat(profile.millis()).isEqualTo(0.38);
  }

  @Test
  void whatWasLoadedBeforeTheHandlersModuleIsNotCounted() {
    var profile = ImportProfile.read(PYTHON, "src/app", Naming.PYTHON);

    assertThat(profile.packages()).extracting(Loaded::name).doesNotContain("encodings");
  }

  @Test
  void aModuleThatWasNotLoadedHasNoProfile() {
    assertThat(ImportProfile.read(PYTHON, "other", Naming.PYTHON).packages()).isEmpty();
  }

  @Test
  void nodesPackagesAreToldByTheInnermostFolderOfModules() {
    var log =
        List.of(
            "import time: 10 | 10 |     /var/task/node_modules/a/node_modules/@s/b/lib/x.js",
            "import time: 20 | 30 |   /var/task/node_modules/a/index.js",
            "import time: 5 | 35 | /var/task/src/index.js");

    assertThat(ImportProfile.read(log, "src/index", Naming.NODE).packages())
        .extracting(Loaded::name)
        .containsExactly("a", "@s/b", "src/index");
  }
}
