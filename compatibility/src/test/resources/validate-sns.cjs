// Runs AWS's validator over the messages in messages.json. It fetches the certificate from Hearth,
// for the host that the messages name is AWS's.
const fs = require("node:fs");
const http = require("node:http");
const https = require("node:https");

https.get = (url, done) => http.get(process.env.ENDPOINT + new URL(url).pathname, done);

const Validator = require("sns-validator");
const messages = JSON.parse(fs.readFileSync("messages.json", "utf8"));
const said = messages.map(
  (message) =>
    new Promise((resolve) =>
      new Validator().validate(message, (error, valid) =>
        resolve(error ? error.message : "valid " + valid.Type))));
Promise.all(said).then((all) => console.log(JSON.stringify(all)));
