// The script of the bare page: one captured stream and one peer connection, without trickling.
(() => {
  const element = (testId) => document.querySelector(`[data-testid=${testId}]`);
  let stream;
  let connection;
  let measuring = false;
  let pictureBytes = 0;

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

  const useBusyPicture = () => {
    const [camera] = stream.getVideoTracks();
    stream.removeTrack(camera);
    camera.stop();
    stream.addTrack(window.busyPicture());
    return true;
  };

  const measure = () => (measuring = true);

  const statistics = async () => [...(await connection.getStats()).values()];

  const receivedVideo = async () => {
    const video = (await statistics()).find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video') ?? {};
    return {
      seconds: performance.now() / 1000,
      bytes: pictureBytes,
      width: video.frameWidth ?? 0,
      framesDecoded: video.framesDecoded ?? 0,
      quantizers: video.qpSum ?? 0,
      freezeCount: video.freezeCount ?? 0,
      freezeSeconds: video.totalFreezesDuration ?? 0,
      keyframeRequests: video.pliCount ?? 0,
    };
  };

  // What this browser's congestion control makes of its way, and what it lets its encoder give, in bits a second; what it sent.
  const sentMedia = async () => {
    const all = await statistics();
    const [audio, video] = ['audio', 'video'].map((media) => all.find(({ type, kind }) => type === 'outbound-rtp' && kind === media) ?? {});
    const pair = all.find(({ availableOutgoingBitrate }) => availableOutgoingBitrate) ?? {};
    return {
      seconds: performance.now() / 1000,
      estimate: pair.availableOutgoingBitrate ?? 0,
      target: video.targetBitrate ?? 0,
      bytes: video.bytesSent ?? 0,
      bytesAgain: video.retransmittedBytesSent ?? 0,
      audioBytes: audio.bytesSent ?? 0,
    };
  };

  // Counts the bytes of the encoded pictures that come, without what was sent besides to repair them: forward error correction, which browsers use between
  // themselves, is half as much again, and probes fill up with padding.
  const countPictures = (picture) => (pictureBytes += picture.data.byteLength);

  // Whoever asks for encoded pictures gets those of all its senders and receivers, and has to hand them on.
  const tap = (end, see) => {
    const { readable, writable } = end.createEncodedStreams();
    const transform = (frame, controller) => {
      see(frame);
      controller.enqueue(frame);
    };
    void readable.pipeThrough(new TransformStream({ transform })).pipeTo(writable);
  };

  // Chromium does not offer Dependency Descriptors by itself where it only receives.
  const describeFrames = (transceiver) => {
    const extensions = transceiver.getHeaderExtensionsToNegotiate();
    extensions.filter(({ uri }) => uri.includes('#dependency-descriptor')).forEach((extension) => (extension.direction = 'sendrecv'));
    transceiver.setHeaderExtensionsToNegotiate(extensions);
  };

  const connect = ({ encodings, codec, receiveOnly, described } = {}) => {
    connection = new RTCPeerConnection({ encodedInsertableStreams: measuring });
    if (receiveOnly) {
      const [, video] = ['audio', 'video'].map((kind) => connection.addTransceiver(kind, { direction: 'recvonly' }));
      if (described) {
        describeFrames(video);
      }
    } else if (encodings) {
      const [audio, video] = [stream.getAudioTracks()[0], stream.getVideoTracks()[0]];
      connection.addTrack(audio, stream);
      const transceiver = connection.addTransceiver(video, { streams: [stream], sendEncodings: encodings });
      const { codecs } = RTCRtpSender.getCapabilities('video');
      transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => [`video/${codec}`, 'video/rtx'].includes(mimeType)));
    } else {
      stream.getTracks().forEach((track) => connection.addTrack(track, stream));
    }
    connection.ontrack = ({ streams, receiver, track }) => {
      element('remote').srcObject = streams[0];
      if (measuring) {
        tap(receiver, track.kind === 'video' ? countPictures : () => {});
      }
    };
    if (measuring) {
      connection.getSenders().forEach((sender) => tap(sender, () => {}));
    }
  };

  const describe = async (description) => {
    await connection.setLocalDescription(description);
    while (connection.iceGatheringState !== 'complete') {
      await new Promise((resolve) => (connection.onicegatheringstatechange = resolve));
    }
    return connection.localDescription.sdp;
  };

  const offer = async (options) => {
    connect(options);
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

  window.bare = { capture, useBusyPicture, measure, receivedVideo, sentMedia, offer, answer, finish, loop, enable, freeze };
})();
