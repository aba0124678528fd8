namespace Signaling.Storage;

/// <summary>The database was written by a newer version of this program; running on would damage it.</summary>
internal sealed class SchemaTooNewException(int found, int known) : Exception(
    $"The database has schema version {found}, this program knows up to {known}. Start the newer version again, or restore an older backup.");
