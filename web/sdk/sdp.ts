/**
 * Takes every address out of an offer: the server is ICE-lite and needs no candidates (docs/protocol.md, Media), and nobody's address
 * has any business in a message that is stored or logged on the way.
 */
export function stripAddresses(sdp: string): string {
  return sdp
    .split(/\r\n|\n/)
    .filter((line) => !/^a=(candidate|end-of-candidates|remote-candidates)\b/.test(line))
    .map((line) => {
      if (line.startsWith('c=')) {
        return 'c=IN IP4 0.0.0.0';
      }
      if (line.startsWith('a=rtcp:')) {
        return 'a=rtcp:9 IN IP4 0.0.0.0';
      }
      // RFC 8866 section 5.7: the port of a section whose address is not known yet is 9 (RFC 8840 section 4.1.1); 0 means refused.
      return line.replace(/^m=(\w+) (?!0 )\d+ /, 'm=$1 9 ');
    })
    .join('\r\n');
}

/**
 * Asks for lost sound to be sent again (RFC 4585 section 4.2): browsers can do it and do not offer it. Only the server reads this; what it answers with
 * turns it on, with a cipher that bears a packet sent twice.
 */
export function askForLostAudio(sdp: string): string {
  const asked = new Set(sdp.match(/(?<=^a=rtcp-fb:)\d+(?= nack\s*$)/gm));
  return sdp.replace(/^a=rtpmap:(\d+) opus\/48000\/2$/gim, (line, payloadType: string) =>
    asked.has(payloadType) ? line : `${line}\r\na=rtcp-fb:${payloadType} nack`,
  );
}
