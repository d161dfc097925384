export const handler = async (event) => {
  console.log("event:", JSON.stringify(event));
  return { statusCode: 200, body: JSON.stringify("Hello from Lambda!") };
};
