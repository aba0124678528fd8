// A page that calls somebody with nothing but the SDK, as its README tells it, and sends a busy picture in several qualities.
async ({ user, peer }) => {
  const { CallsClient } = await import('/sdk/index.js');
  const capture = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await capture(wanted);
    for (const camera of stream.getVideoTracks()) {
      stream.removeTrack(camera);
      camera.stop();
      stream.addTrack(window.busyPicture());
    }
    return stream;
  };
  const headers = { 'content-type': 'application/json' };
  const signIn = await fetch('/demo/sign-in', { method: 'POST', headers, body: JSON.stringify({ user_id: user }) });
  const { token } = await signIn.json();
  const client = new CallsClient({ deviceId: 'simulcast-1', getToken: async () => token, simulcast: true });
  client.connect();
  await client.placeCall(peer, { media: 'video' });
  return true;
}
