// The script of the bare page: one captured stream and one peer connection, without trickling.
(() => {
  const element = (testId) => document.querySelector(`[data-testid=${testId}]`);
  let stream;
  let connection;

  const capture = async (camera = 0) => {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
    if (camera > 0) {
      stream.getTracks().forEach((track) => track.stop());
      const video = { deviceId: { exact: cameras[camera].deviceId } };
      stream = await navigator.mediaDevices.getUserMedia({ audio: true, video });
    }
    element('self').srcObject = stream;
    return true;
  };

  // A picture that no encoder compresses well, so that the network limits it.
  const useNoise = () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [640, 360];
    const context = canvas.getContext('2d');
    setInterval(() => {
      for (let i = 0; i < 150; i++) {
        context.fillStyle = `hsl(${Math.random() * 360} 80% 50%)`;
        context.fillRect(Math.random() * 640, Math.random() * 360, 40, 40);
      }
    }, 33);
    const [camera] = stream.getVideoTracks();
    stream.removeTrack(camera);
    camera.stop();
    stream.addTrack(canvas.captureStream(30).getVideoTracks()[0]);
    return true;
  };

  const receivedVideo = async () => {
    const all = [...(await connection.getStats()).values()];
    const video = all.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
    return {
      seconds: performance.now() / 1000,
      bytes: video?.bytesReceived ?? 0,
      framesDecoded: video?.framesDecoded ?? 0,
      freezeCount: video?.freezeCount ?? 0,
      freezeSeconds: video?.totalFreezesDuration ?? 0,
    };
  };

  const connect = () => {
    connection = new RTCPeerConnection();
    stream.getTracks().forEach((track) => connection.addTrack(track, stream));
    connection.ontrack = ({ streams }) => (element('remote').srcObject = streams[0]);
  };

  const describe = async (description) => {
    await connection.setLocalDescription(description);
    while (connection.iceGatheringState !== 'complete') {
      await new Promise((resolve) => (connection.onicegatheringstatechange = resolve));
    }
    return connection.localDescription.sdp;
  };

  const offer = async () => {
    connect();
    return describe(await connection.createOffer());
  };

  const answer = async (sdp) => {
    connect();
    await connection.setRemoteDescription({ type: 'offer', sdp });
    return describe(await connection.createAnswer());
  };

  const finish = async (sdp) => {
    await connection.setRemoteDescription({ type: 'answer', sdp });
    return true;
  };

  // Both ends in this one page.
  const loop = async () => {
    const far = new RTCPeerConnection();
    const near = new RTCPeerConnection();
    near.onicecandidate = ({ candidate }) => void far.addIceCandidate(candidate ?? undefined);
    far.onicecandidate = ({ candidate }) => void near.addIceCandidate(candidate ?? undefined);
    far.ontrack = ({ streams }) => (element('remote').srcObject = streams[0]);
    stream.getTracks().forEach((track) => near.addTrack(track, stream));
    await near.setLocalDescription(await near.createOffer());
    await far.setRemoteDescription(near.localDescription);
    await far.setLocalDescription(await far.createAnswer());
    await near.setRemoteDescription(far.localDescription);
    return true;
  };

  const enable = (kind, enabled) => {
    stream.getTracks().filter((track) => track.kind === kind).forEach((track) => (track.enabled = enabled));
    return true;
  };

  const freeze = () => {
    element('remote').pause();
    return true;
  };

  window.bare = { capture, useNoise, receivedVideo, offer, answer, finish, loop, enable, freeze };
})();
