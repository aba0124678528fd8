namespace Sfu.Engine;

/// <summary>Which of many owners has to act first: a binary heap in which a deadline can be moved.</summary>
internal sealed class DeadlineHeap<T>
    where T : class, IHasDeadline
{
    private T[] _items = new T[64];

    /// <summary>Owners with a deadline.</summary>
    public int Count { get; private set; }

    /// <summary>The earliest deadline, or <see cref="MediaTime.Never"/>.</summary>
    public MediaTime Next => Count == 0 ? MediaTime.Never : _items[0].Deadline;

    /// <summary>The owner of the earliest deadline.</summary>
    public T First => _items[0];

    /// <summary>Sets an owner's deadline; <see cref="MediaTime.Never"/> takes it out.</summary>
    public void Set(T item, MediaTime deadline)
    {
        if (deadline == MediaTime.Never)
        {
            Remove(item);
            return;
        }

        if (item.HeapIndex < 0)
        {
            if (Count == _items.Length)
            {
                Array.Resize(ref _items, _items.Length * 2);
            }

            item.HeapIndex = Count;
            _items[Count++] = item;
            item.Deadline = deadline;
            Up(item.HeapIndex);
            return;
        }

        MediaTime before = item.Deadline;
        item.Deadline = deadline;
        if (deadline < before)
        {
            Up(item.HeapIndex);
        }
        else if (deadline > before)
        {
            Down(item.HeapIndex);
        }
    }

    /// <summary>Takes an owner out.</summary>
    public void Remove(T item)
    {
        int index = item.HeapIndex;
        if (index < 0)
        {
            return;
        }

        item.HeapIndex = -1;
        item.Deadline = MediaTime.Never;
        Count--;
        T last = _items[Count];
        _items[Count] = null!;
        if (index == Count)
        {
            return;
        }

        Place(last, index);
        Up(index);
        Down(last.HeapIndex);
    }

    private void Up(int index)
    {
        T item = _items[index];
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (_items[parent].Deadline <= item.Deadline)
            {
                break;
            }

            Place(_items[parent], index);
            index = parent;
        }

        Place(item, index);
    }

    private void Down(int index)
    {
        T item = _items[index];
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= Count)
            {
                break;
            }

            if (child + 1 < Count && _items[child + 1].Deadline < _items[child].Deadline)
            {
                child++;
            }

            if (_items[child].Deadline >= item.Deadline)
            {
                break;
            }

            Place(_items[child], index);
            index = child;
        }

        Place(item, index);
    }

    private void Place(T item, int index)
    {
        _items[index] = item;
        item.HeapIndex = index;
    }
}
