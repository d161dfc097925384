// A function's whole life through the AWS SDK for JavaScript; prints what it saw as one JSON object.
const fs = require("fs");
const L = require("@aws-sdk/client-lambda");
const I = require("@aws-sdk/client-iam");
const C = require("@aws-sdk/client-cloudwatch-logs");

const name = process.env.FUNCTION;
const lambda = new L.LambdaClient({});
const iam = new I.IAMClient({});
const logs = new C.CloudWatchLogsClient({});
const text = (bytes) => Buffer.from(bytes).toString();

const refusal = async (call) => {
  try {
    await call();
    return "none";
  } catch (e) {
    return e.name;
  }
};

(async () => {
  const saw = {};
  const role = await iam.send(
    new I.CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: process.env.TRUST }));
  const create = (changes = {}) =>
    lambda.send(new L.CreateFunctionCommand({
      FunctionName: name,
      Runtime: "python3.12",
      Handler: "app.handler",
      Role: role.Role.Arn,
      Code: { ZipFile: fs.readFileSync("one.zip") },
      ...changes,
    }));
  await create();
  const patience = { client: lambda, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
  await L.waitUntilFunctionActiveV2(patience, { FunctionName: name });

  const first = await lambda.send(
    new L.InvokeCommand({ FunctionName: name, Payload: '{"a": 1}', LogType: "Tail" }));
  saw.first = text(first.Payload);
  saw.tail = Buffer.from(first.LogResult, "base64").toString();

  saw.conflict = await refusal(() => create());
  saw.invalid = await refusal(() =>
    create({ FunctionName: name + "x", Code: { ZipFile: Buffer.from("no zip") } }));
  saw.missing = await refusal(() =>
    lambda.send(new L.InvokeCommand({ FunctionName: "nobody" })));

  await lambda.send(
    new L.UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: fs.readFileSync("two.zip") }));
  await L.waitUntilFunctionUpdatedV2(patience, { FunctionName: name });
  const second = await lambda.send(new L.InvokeCommand({ FunctionName: name, Payload: "{}" }));
  saw.second = text(second.Payload);
  saw.functionError = second.FunctionError;

  const deadline = Date.now() + 30_000;
  const group = "/aws/lambda/" + name;
  for (let events = []; !events.length && Date.now() < deadline; ) {
    const groups = await logs.send(new C.DescribeLogGroupsCommand({ logGroupNamePrefix: group }));
    if (groups.logGroups.length) {
      events = (await logs.send(
        new C.FilterLogEventsCommand({ logGroupName: group, filterPattern: "saw" }))).events;
      saw.logged = events[0]?.message;
    }
  }

  await lambda.send(new L.PublishVersionCommand({ FunctionName: name }));
  saw.pages = 0;
  const pages = L.paginateListVersionsByFunction({ client: lambda, pageSize: 1 }, { FunctionName: name });
  for await (const page of pages) saw.pages += page.Versions.length ? 1 : 0;

  await iam.send(new I.CreateUserCommand({ UserName: name }));
  const key = (await iam.send(new I.CreateAccessKeyCommand({ UserName: name }))).AccessKey;
  const stranger = new L.LambdaClient({
    credentials: { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey },
  });
  saw.forbidden = await refusal(() => stranger.send(new L.ListFunctionsCommand({})));

  await lambda.send(new L.DeleteFunctionCommand({ FunctionName: name }));
  console.log(JSON.stringify(saw));
})().catch((e) => {
  console.error(e);
  process.exit(1);
});
