package dev.hearth.messaging.queues.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.messaging.queues.QueuesPart;
import dev.hearth.store.Databases;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessagePlanTest {
  @Test
  void deletingABatchLooksAtNoOtherMessageOfItsQueue(@TempDir Path folder) {
    try (var database = Databases.sqlite(folder.resolve("queues.db"), QueuesPart.SCHEMA)) {
      var plans =
          database.read(
              sql ->
                  IntStream.rangeClosed(1, 10)
                      .mapToObj(MessageTable::fencedDeletion)
                      .flatMap(
                          deletion ->
                              Statements.query(
                                  sql,
                                  row -> row.getString("detail"),
                                  "EXPLAIN QUERY PLAN " + deletion)
                                  .stream())
                      .toList());
      assertThat(plans).isNotEmpty().allMatch(plan -> plan.contains("INTEGER PRIMARY KEY"));
    }
  }
}
