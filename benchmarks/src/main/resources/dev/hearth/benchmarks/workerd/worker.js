// The same work as a Worker: read JSON, count, answer JSON.
let calls = 0;

export default {
  async fetch(request) {
    await request.json();
    return Response.json({ calls: ++calls });
  },
};
