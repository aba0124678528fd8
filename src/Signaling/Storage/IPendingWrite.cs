using System.Data.Common;

namespace Signaling.Storage;

/// <summary>A change as the writer sees it.</summary>
internal interface IPendingWrite
{
    /// <summary>Executes the change inside the writer's transaction.</summary>
    Task RunAsync(DbConnection connection);

    /// <summary>The transaction is on the disk.</summary>
    void Committed();

    /// <summary>Nothing of the change remains.</summary>
    void Failed(Exception error);
}
