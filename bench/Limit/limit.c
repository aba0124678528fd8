// The bare forwarding loop: recvmmsg, unprotect, rewrite, protect for every destination, sendmmsg. No ICE, no DTLS, no RTCP, no replay window, no
// statistics, no cache: what forwarding one packet costs at least, with OpenSSL's EVP. One thread, one publisher.
//
// A destination makes itself known by a datagram "D" and its number (four bytes, little-endian, from 1). Keys are fixed, so that nothing is negotiated:
// byte j of the key block of number i is (31 i + 7 j + 1) mod 256; the block is client key, server key, client salt, server salt (RFC 5764 section 4.2).
// The publisher is number 0. What destination i gets has the SSRC, the index and the timestamp of the source, plus i.
//
// usage: limit PORT gcm128|gcm256|cm80 [segment]
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { RECEIVE = 64, DESTINATIONS = 2048, SOURCES = 16, MESSAGES = 1024, BUFFER = 2048, OUTGOING = 32768, SEGMENTS = 64, SEGMENT_BYTES = 65000 };

// One direction of one number's keys.
struct crypto {
    EVP_CIPHER_CTX *cipher;
    SHA_CTX inner, outer;
    uint8_t salt[14];
};

struct destination {
    struct sockaddr_in address;
    struct crypto crypto;
    int first, last; // of its packets in this turn; -1 for none
};

struct source {
    uint32_t ssrc;
    uint64_t highest;
};

struct outgoing {
    int destination, length, next;
};

static int aead, key_length, salt_length, tag_length;
static struct destination destinations[DESTINATIONS];
static int destination_count;
static struct source sources[SOURCES];
static int source_count;
static struct outgoing outgoing[OUTGOING];
static uint8_t *outgoing_bytes;
static int outgoing_count;

static void die(const char *what) {
    perror(what);
    exit(1);
}

// RFC 3711 section 4.3: AES in counter mode over the salt and a label.
static void derive(const uint8_t *key, const uint8_t *salt, uint8_t label, uint8_t *out, int length) {
    uint8_t iv[16] = {0}, zeros[32] = {0};
    memcpy(iv, salt, salt_length);
    iv[7] ^= label;
    EVP_CIPHER_CTX *ctr = EVP_CIPHER_CTX_new();
    int n;
    EVP_EncryptInit_ex(ctr, key_length == 32 ? EVP_aes_256_ctr() : EVP_aes_128_ctr(), NULL, key, iv);
    EVP_EncryptUpdate(ctr, out, &n, zeros, length);
    EVP_CIPHER_CTX_free(ctr);
}

static void crypto_init(struct crypto *crypto, int number, int server, int encrypt) {
    uint8_t block[2 * (32 + 14)];
    for (int j = 0; j < (int)sizeof block; j++) block[j] = (uint8_t)(31 * number + 7 * j + 1);
    const uint8_t *key = block + (server ? key_length : 0), *salt = block + 2 * key_length + (server ? salt_length : 0);
    uint8_t session[32], authentication[64] = {0};
    derive(key, salt, 0, session, key_length);
    derive(key, salt, 2, crypto->salt, salt_length);
    crypto->cipher = EVP_CIPHER_CTX_new();
    if (aead) {
        EVP_CipherInit_ex(crypto->cipher, key_length == 32 ? EVP_aes_256_gcm() : EVP_aes_128_gcm(), NULL, session, NULL, encrypt);
        return;
    }
    EVP_CipherInit_ex(crypto->cipher, EVP_aes_128_ctr(), NULL, session, NULL, 1);
    derive(key, salt, 1, authentication, 20);
    uint8_t pad[64];
    for (int i = 0; i < 64; i++) pad[i] = authentication[i] ^ 0x36;
    SHA1_Init(&crypto->inner);
    SHA1_Update(&crypto->inner, pad, 64);
    for (int i = 0; i < 64; i++) pad[i] = authentication[i] ^ 0x5c;
    SHA1_Init(&crypto->outer);
    SHA1_Update(&crypto->outer, pad, 64);
}

static void hmac(struct crypto *crypto, const uint8_t *packet, int length, uint64_t index, uint8_t *out) {
    uint32_t roc = htonl((uint32_t)(index >> 16));
    SHA_CTX sha = crypto->inner;
    SHA1_Update(&sha, packet, length);
    SHA1_Update(&sha, &roc, 4);
    SHA1_Final(out, &sha);
    sha = crypto->outer;
    SHA1_Update(&sha, out, 20);
    SHA1_Final(out, &sha);
}

static void make_iv(const struct crypto *crypto, uint32_t ssrc, uint64_t index, uint8_t *iv) {
    memset(iv, 0, 16);
    memcpy(iv, crypto->salt, salt_length);
    int at = aead ? 2 : 4;
    for (int i = 0; i < 4; i++) iv[at + i] ^= (uint8_t)(ssrc >> (24 - 8 * i));
    for (int i = 0; i < 6; i++) iv[at + 4 + i] ^= (uint8_t)(index >> (40 - 8 * i));
}

static uint32_t read32(const uint8_t *p) { return ((uint32_t)p[0] << 24) | (p[1] << 16) | (p[2] << 8) | p[3]; }

static void write32(uint8_t *p, uint32_t v) { p[0] = v >> 24, p[1] = v >> 16, p[2] = v >> 8, p[3] = v; }

static int header_length(const uint8_t *packet, int length) {
    int header = 12 + 4 * (packet[0] & 15);
    if ((packet[0] & 0x10) && length >= header + 4) header += 4 + 4 * ((packet[header + 2] << 8) | packet[header + 3]);
    return header;
}

// Answers the plain length, or -1.
static int unprotect(struct crypto *crypto, uint8_t *packet, int length, int header, uint64_t index) {
    uint8_t iv[16], tag[20];
    int n, plain = length - tag_length;
    if (plain < header) return -1;
    make_iv(crypto, read32(packet + 8), index, iv);
    if (!aead) {
        hmac(crypto, packet, plain, index, tag);
        if (CRYPTO_memcmp(tag, packet + plain, tag_length) != 0) return -1;
    }
    EVP_CipherInit_ex(crypto->cipher, NULL, NULL, NULL, iv, -1);
    if (aead) {
        EVP_CIPHER_CTX_ctrl(crypto->cipher, EVP_CTRL_AEAD_SET_TAG, 16, packet + plain);
        EVP_CipherUpdate(crypto->cipher, NULL, &n, packet, header);
    }
    EVP_CipherUpdate(crypto->cipher, packet + header, &n, packet + header, plain - header);
    return aead && EVP_CipherFinal_ex(crypto->cipher, packet + plain, &n) != 1 ? -1 : plain;
}

// Straight from the shared plain packet into the outgoing buffer.
static int protect(struct crypto *crypto, uint8_t *out, const uint8_t *packet, int length, int header, int number, uint64_t index) {
    uint8_t iv[16], tag[20];
    int n;
    uint32_t ssrc = read32(packet + 8) + number;
    memcpy(out, packet, header);
    out[2] = (uint8_t)(index >> 8), out[3] = (uint8_t)index;
    write32(out + 4, read32(packet + 4) + number);
    write32(out + 8, ssrc);
    make_iv(crypto, ssrc, index, iv);
    EVP_CipherInit_ex(crypto->cipher, NULL, NULL, NULL, iv, -1);
    if (aead) EVP_CipherUpdate(crypto->cipher, NULL, &n, out, header);
    EVP_CipherUpdate(crypto->cipher, out + header, &n, packet + header, length - header);
    if (aead) {
        EVP_CipherFinal_ex(crypto->cipher, out + length, &n);
        EVP_CIPHER_CTX_ctrl(crypto->cipher, EVP_CTRL_AEAD_GET_TAG, 16, out + length);
    } else {
        hmac(crypto, out, length, index, tag);
        memcpy(out + length, tag, tag_length);
    }
    return length + tag_length;
}

static uint64_t index_of(uint32_t ssrc, uint16_t number) {
    int i = 0;
    while (i < source_count && sources[i].ssrc != ssrc) i++;
    if (i == source_count) {
        if (source_count == SOURCES) return 0;
        sources[source_count++] = (struct source){ssrc, number};
    }
    uint64_t index = sources[i].highest + (int16_t)(number - (uint16_t)sources[i].highest);
    if (index > sources[i].highest) sources[i].highest = index;
    return index;
}

static void forward(struct crypto *publisher, uint8_t *packet, int length) {
    int header = header_length(packet, length);
    if (length < header + tag_length) return;
    uint64_t index = index_of(read32(packet + 8), (uint16_t)((packet[2] << 8) | packet[3]));
    int plain = unprotect(publisher, packet, length, header, index);
    if (plain < 0) return;
    for (int d = 0; d < destination_count && outgoing_count < OUTGOING; d++) {
        if (!destinations[d].crypto.cipher) continue;
        int at = outgoing_count++;
        int total = protect(&destinations[d].crypto, outgoing_bytes + (size_t)at * BUFFER, packet, plain, header, d + 1, index + d + 1);
        outgoing[at] = (struct outgoing){d, total, -1};
        if (destinations[d].first < 0) destinations[d].first = at;
        else outgoing[destinations[d].last].next = at;
        destinations[d].last = at;
    }
}

static struct mmsghdr messages[MESSAGES];
static struct iovec vectors[MESSAGES * SEGMENTS];
static struct { struct cmsghdr header; uint16_t size; uint8_t padding[6]; } controls[MESSAGES];

static void send_messages(int socket, int count) {
    for (int done = 0; done < count;) {
        int sent = sendmmsg(socket, messages + done, count - done, 0);
        done += sent > 0 ? sent : 1;
    }
}

static void send_one_by_one(int socket) {
    int count = 0;
    for (int i = 0; i < outgoing_count; i++) {
        vectors[count] = (struct iovec){outgoing_bytes + (size_t)i * BUFFER, outgoing[i].length};
        messages[count].msg_hdr = (struct msghdr){
            .msg_name = &destinations[outgoing[i].destination].address, .msg_namelen = sizeof(struct sockaddr_in), .msg_iov = &vectors[count], .msg_iovlen = 1};
        if (++count == MESSAGES) send_messages(socket, count), count = 0;
    }
    send_messages(socket, count);
}

// Packets of one size for one destination leave as one message, which the kernel cuts; the last may be shorter.
static void send_segments(int socket) {
    int count = 0, used = 0;
    for (int d = 0; d < destination_count; d++) {
        for (int i = destinations[d].first; i >= 0;) {
            int size = outgoing[i].length, segments = 0, bytes = 0, last = 0;
            struct iovec *first = &vectors[used];
            while (i >= 0 && !last && outgoing[i].length <= size && segments < SEGMENTS && bytes + outgoing[i].length <= SEGMENT_BYTES) {
                last = outgoing[i].length < size;
                vectors[used++] = (struct iovec){outgoing_bytes + (size_t)i * BUFFER, outgoing[i].length};
                bytes += outgoing[i].length;
                segments++;
                i = outgoing[i].next;
            }
            controls[count].header = (struct cmsghdr){.cmsg_len = CMSG_LEN(2), .cmsg_level = SOL_UDP, .cmsg_type = UDP_SEGMENT};
            controls[count].size = (uint16_t)size;
            messages[count].msg_hdr = (struct msghdr){
                .msg_name = &destinations[d].address, .msg_namelen = sizeof(struct sockaddr_in), .msg_iov = first, .msg_iovlen = segments,
                .msg_control = segments > 1 ? &controls[count] : NULL, .msg_controllen = segments > 1 ? sizeof controls[0] : 0};
            if (++count == MESSAGES) send_messages(socket, count), count = 0, used = 0;
        }
    }
    send_messages(socket, count);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: limit PORT gcm128|gcm256|cm80 [segment]\n");
        return 2;
    }
    aead = strncmp(argv[2], "gcm", 3) == 0;
    key_length = strcmp(argv[2], "gcm256") == 0 ? 32 : 16;
    salt_length = aead ? 12 : 14;
    tag_length = aead ? 16 : 10;
    int segment = argc > 3 && strcmp(argv[3], "segment") == 0, size = 4 << 20;
    int udp = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in local = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (udp < 0 || bind(udp, (struct sockaddr *)&local, sizeof local) < 0) die("bind");
    setsockopt(udp, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    setsockopt(udp, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    struct crypto publisher;
    crypto_init(&publisher, 0, 0, 0);
    outgoing_bytes = aligned_alloc(4096, (size_t)OUTGOING * BUFFER);
    uint8_t *incoming_bytes = aligned_alloc(4096, RECEIVE * BUFFER);
    static struct mmsghdr incoming[RECEIVE];
    static struct iovec incoming_vectors[RECEIVE];
    static struct sockaddr_in from[RECEIVE];
    for (int d = 0; d < DESTINATIONS; d++) destinations[d].first = -1;
    for (;;) {
        for (int i = 0; i < RECEIVE; i++) {
            incoming_vectors[i] = (struct iovec){incoming_bytes + i * BUFFER, BUFFER};
            incoming[i].msg_hdr = (struct msghdr){.msg_name = &from[i], .msg_namelen = sizeof from[i], .msg_iov = &incoming_vectors[i], .msg_iovlen = 1};
        }
        int received = recvmmsg(udp, incoming, RECEIVE, MSG_WAITFORONE, NULL);
        for (int i = 0; i < received; i++) {
            uint8_t *packet = incoming_vectors[i].iov_base;
            int length = (int)incoming[i].msg_len;
            if (length == 5 && packet[0] == 'D') {
                int number = packet[1] | packet[2] << 8;
                if (number < 1 || number > DESTINATIONS) continue;
                destinations[number - 1].address = from[i];
                if (!destinations[number - 1].crypto.cipher) crypto_init(&destinations[number - 1].crypto, number, 1, 1);
                if (number > destination_count) destination_count = number;
            } else if (length > 12 && packet[0] >> 6 == 2 && (packet[1] < 192 || packet[1] > 223)) {
                forward(&publisher, packet, length);
            }
        }
        if (segment) send_segments(udp);
        else send_one_by_one(udp);
        outgoing_count = 0;
        for (int d = 0; d < destination_count; d++) destinations[d].first = -1;
    }
}
