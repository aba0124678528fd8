using EndToEnd.Tests.Browsers;
using EndToEnd.Tests.Media;

namespace EndToEnd.Tests.Pages;

/// <summary>What a page must come to see and hear. Media elements are named by CSS selector, or <see cref="Audible"/>.</summary>
public static class MediaExpectations
{
    /// <summary>How long nothing may be heard before that counts as silence: several beeps' time.</summary>
    private static readonly double SilenceSeconds = 3 * BeepAudio.Period.TotalSeconds;

    /// <summary>Names whichever element a person before the page would hear: one that plays, unmuted, in the document or not.</summary>
    public const string Audible = "audible";

    private static readonly int[] Tones = [Person.Caller.Tone, Person.Callee.Tone];

    /// <summary>The element shows this seat's camera, upright, unmirrored and moving.</summary>
    public static Task SeesCameraOfAsync(this BrowserPage page, string video, Seat seat, TimeSpan? limit = null) =>
        page.SeesAsync(video, CameraPicture.Of(seat), limit);

    /// <summary>The element shows this camera, upright, unmirrored and moving.</summary>
    public static async Task SeesAsync(this BrowserPage page, string video, CameraPicture camera, TimeSpan? limit = null)
    {
        var last = await page.UntilAsync(
            () => page.PictureAsync(video), sample => sample is not null && camera.IsIn(sample), $"{video} shows {camera}", limit);
        for (var moves = 0; moves < 3; moves++)
        {
            var before = last!;
            last = await page.UntilAsync(
                () => page.PictureAsync(video),
                sample => sample is not null && camera.IsIn(sample) && camera.HasMoved(before, sample),
                $"{video} keeps moving from {before}",
                limit);
        }
    }

    /// <summary>From now on, this person's tone is heard from the element.</summary>
    public static async Task HearsAsync(this BrowserPage page, string element, Person person, TimeSpan? limit = null)
    {
        var start = await page.ListenAsync(element, limit);
        await page.UntilAsync(
            () => page.SoundAsync(element),
            sample => sample?.LastHeard(person.Tone) > start.Now,
            $"{element} sounds at {person.Tone} Hz ({person.Name})",
            limit);
    }

    /// <summary>Nothing is heard from the element for a while.</summary>
    public static async Task HearsSilenceAsync(this BrowserPage page, string element, TimeSpan? limit = null)
    {
        var start = await page.ListenAsync(element, limit);
        await page.UntilAsync(
            () => page.SoundAsync(element),
            sample => sample is not null && sample.Now - Math.Max(sample.LastLoud ?? 0, start.Now) > SilenceSeconds,
            $"{element} is silent",
            limit);
    }

    public static Task<PictureSample?> PictureAsync(this BrowserPage page, string video) =>
        page.EvaluateAsync<PictureSample?>("selector => window.probe.picture(selector)", video);

    public static Task<SoundSample?> SoundAsync(this BrowserPage page, string element) =>
        page.EvaluateAsync<SoundSample?>("args => window.probe.sound(args)", new object[] { element, Tones });

    private static async Task<SoundSample> ListenAsync(this BrowserPage page, string element, TimeSpan? limit) =>
        (await page.UntilAsync(() => page.SoundAsync(element), sample => sample?.Now > 0, $"{element} has an audio track to listen to", limit))!;
}
