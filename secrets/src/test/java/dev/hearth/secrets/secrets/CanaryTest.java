package dev.hearth.secrets.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.secrets.Vault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

class CanaryTest {
  private static final String CANARY = "canary-5f1c9a7be2";

  @TempDir private Path folder;

  @Test
  void noSecretIsInTheDataFolderInTheClear() throws IOException {
    try (var vault = Vault.sqlite(folder)) {
      vault.run(CreateSecretRequest.builder().name("s").secretString(CANARY).build());
      vault.run(
          PutSecretValueRequest.builder()
              .secretId("s")
              .secretString(CANARY + "2")
              .clientRequestToken("a token of more than thirty characters")
              .build());
      vault.run(
          PutParameterRequest.builder()
              .name("/p")
              .value(CANARY)
              .type(ParameterType.SECURE_STRING)
              .build());
    }
    try (var files = Files.walk(folder)) {
      var all = files.filter(Files::isRegularFile).toList();
      assertThat(all).hasSizeGreaterThan(1);
      for (var file : all) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(CANARY);
      }
    }
  }
}
