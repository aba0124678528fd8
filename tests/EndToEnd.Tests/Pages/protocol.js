// A client written from docs/protocol.md alone, without the project's SDK: what somebody else's client would do.
(() => {
  const pending = new Map();
  const calls = new Map();
  const messages = [];
  let socket;
  let token;
  let requests = 0;
  let connection;
  let microphone;
  let camera;

  const receive = (message) => {
    messages.push(message);
    if (message.call) {
      calls.set(message.call.id, message.call);
    }
    const waiting = pending.get(message.request_id);
    pending.delete(message.request_id);
    waiting?.(message);
  };

  const request = (type, fields = {}) =>
    new Promise((resolve) => {
      const request_id = String(++requests);
      pending.set(request_id, resolve);
      socket.send(JSON.stringify({ type, request_id, ...fields }));
    });

  const json = async (method, path, body) => {
    const headers = { 'content-type': 'application/json' };
    if (token) {
      headers.authorization = `Bearer ${token}`;
    }
    const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : null };
  };

  const signIn = async (userId) => {
    const answer = await json('POST', '/demo/sign-in', { user_id: userId });
    token = answer.body.token;
    socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws`);
    socket.onmessage = ({ data }) => receive(JSON.parse(data));
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onclose = reject;
    });
    return request('session.start', { token, protocol: 1, device_id: `device-${userId}-${crypto.randomUUID().slice(0, 8)}` });
  };

  const show = (track) => {
    const testId = `remote-${track.kind}`;
    const element = document.createElement(track.kind);
    element.dataset.testid = testId;
    element.srcObject = new MediaStream([track]);
    document.body.append(element);
    void element.play();
  };

  // One connection and one offer a call: audio, then video, both ways, without a track until one is sent.
  const negotiate = async (callId) => {
    connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    const audio = connection.addTransceiver('audio', { direction: 'sendrecv' });
    const video = connection.addTransceiver('video', { direction: 'sendrecv' });
    await audio.sender.replaceTrack(microphone ?? null);
    await video.sender.replaceTrack(camera ?? null);
    await connection.setLocalDescription(await connection.createOffer());
    const sdp = connection.localDescription.sdp.replace(/^a=candidate:.*\r\n/gm, '');
    const answer = await request('media.offer', { call_id: callId, sdp });
    if (answer.type !== 'media.answer') {
      return answer;
    }
    await connection.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
    [audio, video].forEach(({ receiver }) => show(receiver.track));
    return answer;
  };

  const capture = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    [microphone] = stream.getAudioTracks();
    [camera] = stream.getVideoTracks();
    if (connection) {
      const [audio, video] = connection.getTransceivers();
      await Promise.all([audio.sender.replaceTrack(microphone), video.sender.replaceTrack(camera)]);
    }
    return true;
  };

  const state = () => ({
    calls: [...calls.values()],
    connection: connection?.connectionState ?? 'none',
    socket: socket?.readyState ?? -1,
  });

  window.protocol = { signIn, request: ([type, fields]) => request(type, fields), json: (args) => json(...args), negotiate, capture, state, messages: () => messages };
})();
