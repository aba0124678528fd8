// Keeps a copy of everything that a page is told (WebSocket frames, HTTP answers, remote descriptions and candidates) and says (WebSocket
// frames), and gives the statistics of every peer connection.
(() => {
  const heard = [];
  const said = [];
  const connections = [];
  let detour;
  const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

  window.WebSocket = class extends WebSocket {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', ({ data }) => heard.push(text(data)));
    }

    send(data) {
      said.push(text(data));
      super.send(data);
    }
  };

  const fetchOriginal = window.fetch;
  window.fetch = async (...args) => {
    const response = await fetchOriginal(...args);
    response.clone().text().then((body) => heard.push(body), () => {});
    return response;
  };

  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...args) {
      super(...args);
      connections.push(this);
    }

    setRemoteDescription(description) {
      const sdp = description?.sdp ?? '';
      heard.push(sdp);
      return super.setRemoteDescription(detour ? { type: description.type, sdp: sdp.replace(/( udp \d+ \S+) \d+ typ host/gi, `$1 ${detour} typ host`) } : description);
    }

    addIceCandidate(candidate) {
      heard.push(text(candidate ?? ''));
      return super.addIceCandidate(candidate);
    }
  };

  window.wiretap = {
    heard: () => heard,
    said: () => said,
    // From now on connections take another UDP port for the other end's.
    detour: (port) => (detour = port),
    statistics: async () => {
      const all = [];
      for (const connection of connections) {
        (await connection.getStats()).forEach((entry) => all.push(entry));
      }
      return JSON.stringify(all);
    },
  };
})();
