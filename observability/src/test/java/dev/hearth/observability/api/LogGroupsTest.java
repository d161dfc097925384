package dev.hearth.observability.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupClass;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogGroupDeletionProtectionRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;

class LogGroupsTest {
  private static final String ARN = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/f";

  @TempDir Path folder;
  private LogsFixture logs;

  @BeforeEach
  void open() {
    logs = new LogsFixture(folder);
  }

  @AfterEach
  void close() {
    logs.close();
  }

  private List<LogGroup> describe(DescribeLogGroupsRequest request) {
    DescribeLogGroupsResponse response = logs.run(request);
    return response.logGroups();
  }

  private List<String> names(DescribeLogGroupsRequest request) {
    return describe(request).stream().map(LogGroup::logGroupName).toList();
  }

  private static DescribeLogGroupsRequest.Builder all() {
    return DescribeLogGroupsRequest.builder();
  }

  @Test
  void aNewGroupIsDescribedAsAwsDoes() {
    logs.group("/aws/lambda/f");
    var group = describe(all().build()).getFirst();
    assertThat(group.arn()).isEqualTo(ARN + ":*");
    assertThat(group.logGroupArn()).isEqualTo(ARN);
    assertThat(group.creationTime()).isEqualTo(logs.now.toEpochMilli());
    assertThat(group.logGroupClass()).isEqualTo(LogGroupClass.STANDARD);
    assertThat(group.retentionInDays()).isNull();
    assertThat(group.storedBytes()).isZero();
    assertThat(group.metricFilterCount()).isZero();
  }

  @Test
  void aSecondGroupOfTheSameNameIsRefused() {
    logs.group("g");
    assertThat(
            logs.refusal(
                CreateLogGroupRequest.builder().logGroupName("g").build(),
                "ResourceAlreadyExistsException"))
        .isEqualTo("The specified log group already exists");
  }

  @Test
  void namesThatAwsReservesAreRefused() {
    assertThat(
            logs.refusal(
                CreateLogGroupRequest.builder().logGroupName("aws/x").build(),
                "InvalidParameterException"))
        .contains("reserved");
  }

  @Test
  void aDeletedGroupIsGoneAndItsNameIsFree() {
    logs.group("g");
    logs.stream("g", "s");
    logs.put("g", "s", "old");
    logs.run(DeleteLogGroupRequest.builder().logGroupName("g").build());
    assertThat(names(all().build())).isEmpty();
    logs.refusal(
        DeleteLogGroupRequest.builder().logGroupName("g").build(), "ResourceNotFoundException");
    logs.group("g");
    assertThat(describe(all().build()).getFirst().storedBytes()).isZero();
  }

  @Test
  void aProtectedGroupIsNotDeletedUntilItIsReleased() {
    var delete = DeleteLogGroupRequest.builder().logGroupName("g").build();
    logs.run(
        CreateLogGroupRequest.builder().logGroupName("g").deletionProtectionEnabled(true).build());
    assertThat(describe(all().build()).getFirst().deletionProtectionEnabled()).isTrue();
    logs.refusal(delete, "ValidationException");
    logs.run(
        PutLogGroupDeletionProtectionRequest.builder()
            .logGroupIdentifier("g")
            .deletionProtectionEnabled(false)
            .build());
    logs.run(delete);
    assertThat(names(all().build())).isEmpty();
  }

  @Test
  void groupsAreListedInPagesInTheOrderOfBytes() {
    var expected =
        IntStream.range(0, 120)
            .mapToObj(i -> "g" + i)
            .collect(Collectors.toCollection(ArrayList::new));
    expected.add("Upper");
    expected.add("_underscore");
    expected.forEach(logs::group);
    expected.sort(null);
    List<String> found = new ArrayList<>();
    var request = all().build();
    while (true) {
      DescribeLogGroupsResponse page = logs.run(request);
      assertThat(page.logGroups()).hasSizeBetween(1, 50);
      page.logGroups().forEach(group -> found.add(group.logGroupName()));
      if (page.nextToken() == null) {
        break;
      }
      request = all().nextToken(page.nextToken()).build();
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void groupsAreFoundByPrefixPatternClassAndIdentifier() {
    List.of("/aws/lambda/a", "/aws/lambda/ab", "/aws/other", "zz").forEach(logs::group);
    assertThat(names(all().logGroupNamePrefix("/aws/lambda/a").build()))
        .containsExactly("/aws/lambda/a", "/aws/lambda/ab");
    assertThat(names(all().logGroupNamePrefix("/aws/").limit(2).build())).hasSize(2);
    assertThat(names(all().logGroupNamePattern("lambda/ab").build()))
        .containsExactly("/aws/lambda/ab");
    assertThat(names(all().logGroupNamePattern("LAMBDA").build())).isEmpty();
    assertThat(names(all().logGroupClass(LogGroupClass.INFREQUENT_ACCESS).build())).isEmpty();
    assertThat(
            names(
                all()
                    .logGroupIdentifiers(
                        "zz", "arn:aws:logs:us-east-1:123456789012:log-group:/aws/other")
                    .build()))
        .containsExactly("/aws/other", "zz");
    logs.refusal(
        all().logGroupNamePrefix("a").logGroupNamePattern("b").build(),
        "InvalidParameterException");
    logs.refusal(all().nextToken("?").build(), "InvalidParameterException");
  }

  @Test
  void retentionIsSetShownAndTakenBack() {
    logs.group("g");
    logs.run(PutRetentionPolicyRequest.builder().logGroupName("g").retentionInDays(14).build());
    assertThat(describe(all().build()).getFirst().retentionInDays()).isEqualTo(14);
    logs.run(DeleteRetentionPolicyRequest.builder().logGroupName("g").build());
    assertThat(describe(all().build()).getFirst().retentionInDays()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 15, 366, -1})
  void aRetentionThatAwsDoesNotOfferIsRefused(int days) {
    logs.group("g");
    logs.refusal(
        PutRetentionPolicyRequest.builder().logGroupName("g").retentionInDays(days).build(),
        "InvalidParameterException");
  }

  @Test
  void tagsAreKeptThroughBothKindsOfOperations() {
    logs.run(
        CreateLogGroupRequest.builder()
            .logGroupName("/aws/lambda/f")
            .tags(Map.of("a", "1"))
            .build());
    logs.run(
        TagResourceRequest.builder().resourceArn(ARN).tags(Map.of("a", "2", "b", "3")).build());
    logs.run(
        TagLogGroupRequest.builder().logGroupName("/aws/lambda/f").tags(Map.of("c", "")).build());
    logs.run(UntagResourceRequest.builder().resourceArn(ARN).tagKeys("b", "never").build());
    ListTagsForResourceResponse tags =
        logs.run(ListTagsForResourceRequest.builder().resourceArn(ARN).build());
    assertThat(tags.tags()).isEqualTo(Map.of("a", "2", "c", ""));
    logs.run(UntagLogGroupRequest.builder().logGroupName("/aws/lambda/f").tags("a").build());
    ListTagsLogGroupResponse left =
        logs.run(ListTagsLogGroupRequest.builder().logGroupName("/aws/lambda/f").build());
    assertThat(left.tags()).isEqualTo(Map.of("c", ""));
  }

  @Test
  void aFiftyFirstTagIsRefusedAndNoneOfItsCallIsKept() {
    logs.group("/aws/lambda/f");
    var fifty =
        IntStream.range(0, 50).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v" + i));
    logs.run(TagResourceRequest.builder().resourceArn(ARN).tags(fifty).build());
    logs.refusal(
        TagResourceRequest.builder()
            .resourceArn(ARN)
            .tags(Map.of("k0", "new", "more", "x"))
            .build(),
        "TooManyTagsException");
    ListTagsForResourceResponse tags =
        logs.run(ListTagsForResourceRequest.builder().resourceArn(ARN).build());
    assertThat(tags.tags()).isEqualTo(fifty);
  }

  @Test
  void tagsThatAwsReservesAndForeignArnsAreRefused() {
    logs.group("/aws/lambda/f");
    logs.refusal(
        TagResourceRequest.builder().resourceArn(ARN).tags(Map.of("AWS:x", "1")).build(),
        "InvalidParameterException");
    logs.refusal(
        ListTagsForResourceRequest.builder().resourceArn("nonsense").build(),
        "InvalidParameterException");
    logs.refusal(
        ListTagsForResourceRequest.builder()
            .resourceArn(ARN.replace("123456789012", "999999999999"))
            .build(),
        "ResourceNotFoundException");
  }

  @Test
  void accessIsAskedForInTheFormsThatPoliciesName() {
    assertThat(logs.access(CreateLogGroupRequest.builder().logGroupName("/aws/lambda/f").build()))
        .containsExactly("logs:CreateLogGroup " + ARN + ":log-stream:");
    assertThat(logs.access(TagResourceRequest.builder().resourceArn(ARN).build()))
        .containsExactly("logs:TagResource " + ARN);
    assertThat(logs.access(all().build()))
        .containsExactly(
            "logs:DescribeLogGroups arn:aws:logs:us-east-1:123456789012:log-group::log-stream:");
    assertThat(
            logs.access(
                CreateLogGroupRequest.builder()
                    .logGroupName("/aws/lambda/f")
                    .tags(Map.of("a", "1"))
                    .build()))
        .contains("logs:TagResource " + ARN);
  }
}
