// A picture that takes what an encoder is given, and costs little to draw: a sheet of coloured squares moves on, and some squares change.
window.busyPicture = () => {
  const [width, height, square] = [640, 360, 16];
  const canvasOf = (w, h) => Object.assign(document.createElement('canvas'), { width: w, height: h });
  const [sheet, canvas] = [canvasOf(2 * width, 2 * height), canvasOf(width, height)];
  const [ink, context] = [sheet, canvas].map((one) => one.getContext('2d'));
  const paint = (x, y) => {
    ink.fillStyle = `hsl(${Math.random() * 360} 60% 50%)`;
    ink.fillRect(x, y, square, square);
  };
  for (let x = 0; x < 2 * width; x += square) {
    for (let y = 0; y < 2 * height; y += square) {
      paint(x, y);
    }
  }
  let step = 0;
  setInterval(() => {
    for (let i = 0; i < 30; i++) {
      paint(Math.floor(Math.random() * 2 * width), Math.floor(Math.random() * 2 * height));
    }
    step += 1;
    const [x, y] = [width, height].map((size, i) => (size / 2) * (1 + Math.sin(step / (40 + 13 * i))));
    context.drawImage(sheet, x, y, width, height, 0, 0, width, height);
  }, 33);
  return canvas.captureStream(30).getVideoTracks()[0];
};
