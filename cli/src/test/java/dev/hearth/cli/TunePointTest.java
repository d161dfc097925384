package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.cli.TunePoint.Aim;
import dev.hearth.cli.TunePoint.Price;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TunePointTest {
  private static final TunePoint SLOW = new TunePoint(128, 900, 800, 850, 40, 1.87);
  private static final TunePoint MIDDLE = new TunePoint(512, 300, 200, 210, 41, 1.90);
  private static final TunePoint FAST = new TunePoint(2048, 150, 190, 195, 41, 6.50);
  private static final List<TunePoint> POINTS = List.of(SLOW, MIDDLE, FAST);

  @Test
  void theBestSizeDependsOnWhatItIsFor() {
    assertThat(TunePoint.best(POINTS, Aim.COST)).isEqualTo(SLOW);
    assertThat(TunePoint.best(POINTS, Aim.SPEED)).isEqualTo(FAST);
    assertThat(TunePoint.best(POINTS, Aim.BALANCE)).isEqualTo(MIDDLE);
  }

  @Test
  void ofEquallyGoodSizesTheSmallestIsBest() {
    var larger = new TunePoint(1024, 150, 190, 195, 41, 6.50);

    assertThat(TunePoint.best(List.of(FAST, larger), Aim.SPEED)).isEqualTo(larger);
  }

  @Test
  void aMillionCallsOfASecondWithAGibibyteCostWhatAwsSays() {
    assertThat(Price.X86.ofMillion(1024, 1000)).isCloseTo(16.6667 + 0.2, within(1e-9));
  }

  @Test
  void medianAndTailAreOfTheCallsAfterTheFirst() {
    var warm =
        DoubleStream.of(10, 1, 2, 3, 4, 5, 6, 7, 8, 9)
            .mapToObj(millis -> new RunMeasure(millis, millis, 30, 0))
            .toList();
    var point = TunePoint.of(1024, new RunMeasure(20, 120, 50, 100), warm, new Price(1, 0));

    assertThat(point.coldMillis()).isEqualTo(120);
    assertThat(point.medianMillis()).isEqualTo(5);
    assertThat(point.p90Millis()).isEqualTo(9);
    assertThat(point.usedMegabytes()).isEqualTo(50);
    assertThat(point.cost()).isCloseTo(5500, within(1e-9));
  }

  @Test
  void theLongestBarIsOfTheLargestValue() {
    assertThat(TuneChart.bar(10, 10)).isEqualTo("█".repeat(24));
    assertThat(TuneChart.bar(5, 10)).isEqualTo("█".repeat(12));
    assertThat(TuneChart.bar(0, 0)).isEmpty();
  }

  @Test
  void theDrawingIsXmlWhateverTheTitleIs() throws Exception {
    var svg = TuneChart.svg("a<b&c", POINTS);
    var document =
        javax.xml.parsers.DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(
                new java.io.ByteArrayInputStream(
                    svg.getBytes(java.nio.charset.StandardCharsets.UTF_8)));

    assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(2);
    assertThat(document.getElementsByTagName("text").item(0).getTextContent()).isEqualTo("a<b&c");
  }
}
