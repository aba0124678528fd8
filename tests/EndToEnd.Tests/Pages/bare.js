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

  window.bare = { capture, offer, answer, finish, loop, enable, freeze };
})();
