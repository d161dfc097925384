package dev.hearth.sandbox.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// boto3 and what it needs, which AWS's Python runtimes bring along.
final class PythonSdkPiece implements RuntimeInstaller.Piece {
  private static final String PYTHON = "/usr/bin/python3";

  @Override
  public String name() {
    return Installation.PYTHON_SDK;
  }

  @Override
  public String title() {
    return "boto3 " + Installation.BOTO3_VERSION;
  }

  @Override
  public Family family() {
    return Family.PYTHON;
  }

  @Override
  public Path make(Path temporary, Shell shell) throws IOException {
    RuntimeInstaller.unpack("python/requirements.txt", temporary);
    var made = temporary.resolve("sdk");
    shell.run(
        temporary,
        List.of(
            pip(temporary, shell),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--root-user-action=ignore",
            "--require-hashes",
            "--only-binary=:all:",
            "--target=" + made,
            "--requirement=requirements.txt"));
    shell.run(made, List.of(PYTHON, "-c", "import boto3; print('boto3', boto3.__version__)"));
    return made;
  }

  /// A Python that has pip: Debian keeps pip, and what makes one, in packages of their own.
  private static String pip(Path temporary, Shell shell) throws IOException {
    if (!Files.isExecutable(Path.of(PYTHON))) {
      throw new IOException(PYTHON + " is needed (on Debian: apt-get install -y python3)");
    }
    if (shell.succeeds(temporary, List.of(PYTHON, "-m", "pip", "--version"))) {
      return PYTHON;
    }
    var environment = temporary.resolve("venv");
    if (shell.succeeds(temporary, List.of(PYTHON, "-m", "venv", environment.toString()))) {
      return environment.resolve("bin/python").toString();
    }
    throw new IOException("pip is needed (on Debian: apt-get install -y python3-pip)");
  }
}
