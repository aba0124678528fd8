// Looks at and listens to media elements of the page under test, named by CSS selector. 'audible' names whichever element a person
// before the page would hear: one that plays, unmuted, in the document or not.
(() => {
  const SAMPLE = 8; // edge of a sampled square, in pixels of the decoded picture
  const LOUD_RMS = 0.002;
  const TONE_SHARE = 0.5; // of a block's energy, to count as "the tone is heard"
  const listeners = new Map();
  const played = new Set();

  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    played.add(this);
    return play.call(this);
  };

  const isAudible = (element) =>
    !element.paused && !element.muted && element.volume > 0 && element.srcObject?.getAudioTracks().length > 0;

  const find = (name) =>
    name === 'audible'
      ? [...document.querySelectorAll('audio, video'), ...played].find(isAudible)
      : document.querySelector(name);

  const average = (context, x, y) => {
    const pixels = context.getImageData(Math.round(x) - SAMPLE / 2, Math.round(y) - SAMPLE / 2, SAMPLE, SAMPLE).data;
    const sum = [0, 0, 0];
    for (let i = 0; i < pixels.length; i += 4) {
      sum[0] += pixels[i];
      sum[1] += pixels[i + 1];
      sum[2] += pixels[i + 2];
    }
    const [r, g, b] = sum.map((channel) => Math.round((channel * 4) / pixels.length));
    return { r, g, b };
  };

  // The x of the brightest column along the middle row, as a share of the width.
  const brightest = (context, width, height) => {
    const row = context.getImageData(0, Math.floor(height / 2), width, 1).data;
    let best = 0;
    for (let x = 1; x < width; x++) {
      if (row[x * 4] + row[x * 4 + 1] + row[x * 4 + 2] > row[best * 4] + row[best * 4 + 1] + row[best * 4 + 2]) {
        best = x;
      }
    }
    return best / width;
  };

  const picture = (selector) => {
    const video = find(selector);
    if (!video || !video.videoWidth || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
      return null;
    }
    const canvas = document.createElement('canvas');
    const width = (canvas.width = video.videoWidth);
    const height = (canvas.height = video.videoHeight);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(video, 0, 0, width, height);
    return {
      width,
      height,
      quadrants: {
        topLeft: average(context, width / 4, height / 4),
        topRight: average(context, (width * 3) / 4, height / 4),
        bottomLeft: average(context, width / 4, (height * 3) / 4),
        bottomRight: average(context, (width * 3) / 4, (height * 3) / 4),
      },
      corner: average(context, SAMPLE, SAMPLE),
      bar: brightest(context, width, height),
    };
  };

  // Goertzel: the share of a block's energy that lies at one frequency.
  const shareAt = (samples, energy, hertz, rate) => {
    const step = 2 * Math.cos((2 * Math.PI * hertz) / rate);
    let previous = 0;
    let beforePrevious = 0;
    for (const sample of samples) {
      const now = sample + step * previous - beforePrevious;
      beforePrevious = previous;
      previous = now;
    }
    const power = previous * previous + beforePrevious * beforePrevious - step * previous * beforePrevious;
    return energy === 0 ? 0 : (2 * power) / (samples.length * energy);
  };

  // Every block of sound is looked at, so that nothing between two questions is missed.
  const listen = (stream, tones) => {
    const audio = new AudioContext();
    const state = { now: 0, lastLoud: null, lastTone: {}, rms: 0 };
    const processor = audio.createScriptProcessor(4096, 1, 1);
    processor.onaudioprocess = ({ inputBuffer }) => {
      const samples = inputBuffer.getChannelData(0);
      let energy = 0;
      for (const sample of samples) {
        energy += sample * sample;
      }
      state.now = audio.currentTime;
      state.rms = Math.sqrt(energy / samples.length);
      if (state.rms < LOUD_RMS) {
        return;
      }
      state.lastLoud = state.now;
      for (const tone of tones) {
        if (shareAt(samples, energy, tone, audio.sampleRate) >= TONE_SHARE) {
          state.lastTone[tone] = state.now;
        }
      }
    };
    audio.createMediaStreamSource(stream).connect(processor);
    const mute = audio.createGain();
    mute.gain.value = 0;
    processor.connect(mute).connect(audio.destination);
    void audio.resume();
    return { state, track: stream.getAudioTracks()[0], audio, processor };
  };

  const sound = ([selector, tones]) => {
    const element = find(selector);
    const track = element?.srcObject?.getAudioTracks()[0];
    if (!track) {
      return null;
    }
    let listener = listeners.get(selector);
    if (listener?.track !== track) {
      void listener?.audio.close();
      listener = listen(new MediaStream([track]), tones);
      listeners.set(selector, listener);
    }
    return { ...listener.state, context: listener.audio.state };
  };

  // The device that the audible element plays on; '' is the default one.
  const speaker = () => find('audible')?.sinkId ?? null;

  window.probe = { picture, sound, speaker };
})();
