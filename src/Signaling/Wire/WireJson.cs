using System.Text.Json;
using System.Text.Json.Serialization;
using Sfu;
using Sfu.Quality;
using Signaling.Accounts;
using Signaling.Admin;
using Signaling.Api;
using Signaling.Calls.Wire;
using Signaling.Demo;
using Signaling.Messages;
using Signaling.Rooms;
using Signaling.Sessions.Wire;
using Signaling.Social;

namespace Signaling.Wire;

/// <summary>How everything of the protocol is written and read.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    PropertyNameCaseInsensitive = false,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    MaxDepth = 8,
    Converters = [typeof(UtcTimeConverter), typeof(SnakeCaseEnumConverter<QualityLevel>), typeof(SnakeCaseEnumConverter<DropReason>)])]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(Pong))]
[JsonSerializable(typeof(SessionStart))]
[JsonSerializable(typeof(SessionReady))]
[JsonSerializable(typeof(SessionRefresh))]
[JsonSerializable(typeof(SessionRefreshed))]
[JsonSerializable(typeof(CallInvite))]
[JsonSerializable(typeof(CallAccept))]
[JsonSerializable(typeof(CallById))]
[JsonSerializable(typeof(CallSetMedia))]
[JsonSerializable(typeof(MediaLayout))]
[JsonSerializable(typeof(MediaReceived))]
[JsonSerializable(typeof(CallCreated))]
[JsonSerializable(typeof(CallIncoming))]
[JsonSerializable(typeof(CallUpdated))]
[JsonSerializable(typeof(CallMissed))]
[JsonSerializable(typeof(MediaOffer))]
[JsonSerializable(typeof(MediaAnswer))]
[JsonSerializable(typeof(CallQuality))]
[JsonSerializable(typeof(MediaSlots))]
[JsonSerializable(typeof(MediaPaused))]
[JsonSerializable(typeof(MediaTarget))]
[JsonSerializable(typeof(MediaSpeaker))]
[JsonSerializable(typeof(MessageNew))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(HealthStatus))]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(Profile))]
[JsonSerializable(typeof(ProfileList))]
[JsonSerializable(typeof(CallSettings))]
[JsonSerializable(typeof(SettingsPatch))]
[JsonSerializable(typeof(AddressBook))]
[JsonSerializable(typeof(AddressBookUpload))]
[JsonSerializable(typeof(Eligibility))]
[JsonSerializable(typeof(ConversationList))]
[JsonSerializable(typeof(MessageList))]
[JsonSerializable(typeof(MessageDraft))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(CallList))]
[JsonSerializable(typeof(AdminUser))]
[JsonSerializable(typeof(AdminUserList))]
[JsonSerializable(typeof(AdminUserPut))]
[JsonSerializable(typeof(AdminUserPatch))]
[JsonSerializable(typeof(AdminCallList))]
[JsonSerializable(typeof(AdminWorkerList))]
[JsonSerializable(typeof(ProcessReport))]
[JsonSerializable(typeof(RoomOffer))]
[JsonSerializable(typeof(RoomAnswer))]
[JsonSerializable(typeof(DemoUserList))]
[JsonSerializable(typeof(DemoSignIn))]
[JsonSerializable(typeof(DemoSignedIn))]
internal sealed partial class WireJson : JsonSerializerContext;
