namespace Sfu.Engine;

/// <summary>An owner of a deadline in a <see cref="DeadlineHeap{T}"/>, which alone writes these.</summary>
internal interface IHasDeadline
{
    /// <summary>When to act.</summary>
    MediaTime Deadline { get; set; }

    /// <summary>Its place in the heap, -1 outside.</summary>
    int HeapIndex { get; set; }
}
