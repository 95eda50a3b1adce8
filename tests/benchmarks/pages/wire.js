"use strict";
/* What every page of tests/benchmarks/chromium_page.py has, which says what goes over the socket: commands, and what
   was heard and seen. A page adds its own ``commands``; ``take`` gets what comes in binary. */
const HEARD = 0, STRIP = 1, WHOLE = 2;  // out
const HEADER_BYTES = 16, STRIP_SHARE = 20 / 360;

const socket = new WebSocket(`ws://${location.host}/socket`);
socket.binaryType = "arraybuffer";
socket.onmessage = ({data}) => typeof data === "string" ? obey(JSON.parse(data)) : take(data);

const commands = {
  clock: () => performance.now(),
};

async function obey({number, command, ...given}) {
  try {
    const result = await commands[command](given);
    socket.send(JSON.stringify({number, result: result === undefined ? null : result}));
  } catch (error) {
    socket.send(JSON.stringify({number, error: `${command}: ${error.name}: ${error.message}`}));
  }
}

async function limit(peer, kbps, fps) {
  // An answering end has its encodings only now.
  for (const sender of peer.getSenders()) {
    if (sender.track.kind !== "video") continue;
    const parameters = sender.getParameters();
    for (const encoding of parameters.encodings) {
      encoding.maxBitrate = kbps * 1000;
      encoding.maxFramerate = fps;
    }
    await sender.setParameters(parameters);
  }
}

async function gathered(peer) {
  while (peer.iceGatheringState !== "complete")
    await new Promise((done) => peer.addEventListener("icegatheringstatechange", done, {once: true}));
  return peer.localDescription.sdp;
}

function told(what, end, atMs, width, height, bytes) {
  const message = new ArrayBuffer(HEADER_BYTES + bytes), head = new DataView(message);
  head.setUint8(0, what);
  head.setUint8(1, end);
  head.setUint16(2, width);
  head.setUint16(4, height);
  head.setFloat64(8, atMs);
  return message;
}

/* Until the track ends. A remote track's sound bears the time at which it was taken to be played, by the clock of
   performance.now(); that of a track which the page writes itself does not. */
async function hear(track, end, at = () => performance.now()) {
  const reader = new MediaStreamTrackProcessor({track}).readable.getReader();
  for (;;) {
    const {value: sound, done} = await reader.read();
    if (done) return;
    const message = told(HEARD, end, at(sound), 0, 0, sound.numberOfFrames * 2);
    const samples = new Int16Array(message, HEADER_BYTES);
    const wave = new Float32Array(sound.numberOfFrames);
    sound.copyTo(wave, {planeIndex: 0, format: "f32-planar"});
    for (let i = 0; i < wave.length; i++) samples[i] = Math.max(-32768, Math.min(32767, wave[i] * 32768));
    sound.close();
    socket.send(message);
  }
}

/* The grey plane: of each picture its top, sometimes all of it. */
async function show(picture, end, atMs, whole) {
  const {codedWidth: width, codedHeight: height} = picture;
  const rows = whole ? height : Math.ceil(height * STRIP_SHARE / 2) * 2;
  const rect = {x: 0, y: 0, width, height: rows}, pixels = new Uint8Array(picture.allocationSize({rect}));
  const [{offset, stride}] = await picture.copyTo(pixels, {rect});
  const message = told(whole ? WHOLE : STRIP, end, atMs, width, height, width * rows);
  const grey = new Uint8Array(message, HEADER_BYTES);
  for (let row = 0; row < rows; row++)
    grey.set(pixels.subarray(offset + row * stride, offset + row * stride + width), row * width);
  socket.send(message);
}
