using Sfu;
using Sfu.Admission;
using Signaling.Accounts;
using Signaling.Api;
using Signaling.Calls;
using Signaling.Calls.Wire;
using Signaling.Policy;
using Signaling.Wire;

namespace Signaling.Rooms;

/// <summary>Rooms that an administrator fills: any number of participants, without accounts and without calls. For load tests.</summary>
internal static class RoomEndpoints
{
    // No call's id begins so.
    private const string Prefix = "r_";

    public static void MapRooms(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder admins = routes.MapForAdmins("rooms");
        admins.AddEndpointFilter(async (context, next) => context.HttpContext.RequestServices.GetRequiredService<RoomOptions>().Enabled
            ? await next(context)
            : Problem.Result(ErrorCode.Forbidden, "Rooms of administrators are off on this server (setting rooms.enabled)."));
        admins.MapPut("/rooms/{room}/participants/{participant}", JoinAsync)
            .Produces<RoomAnswer>()
            .Describe(
                "adminJoinRoom",
                "Puts a participant into a room, past the calling policy, and answers its offer.",
                ErrorCode.Malformed,
                ErrorCode.SdpMalformed,
                ErrorCode.SdpUnsupported,
                ErrorCode.Capacity,
                ErrorCode.WrongState);
        admins.MapDelete("/rooms/{room}/participants/{participant}", (string room, string participant, IMediaServer media) =>
            {
                media.Remove(new ParticipantKey(Prefix + room, participant));
                return TypedResults.NoContent();
            })
            .Produces(StatusCodes.Status204NoContent)
            .Describe("adminLeaveRoom", "Ends a participant's media for good.");
        admins.MapDelete("/rooms/{room}", (string room, IMediaServer media) =>
            {
                media.CloseRoom(Prefix + room);
                return TypedResults.NoContent();
            })
            .Produces(StatusCodes.Status204NoContent)
            .Describe("adminCloseRoom", "Ends a room with everybody in it, for good.");
    }

    private static async Task<IResult> JoinAsync(
        string room, string participant, RoomOffer offer, MediaAdmission admission, IMediaServer media, PolicyVersion policy)
    {
        if (!AccountId.IsValid(room) || !AccountId.IsValid(participant))
        {
            return Problem.Result(ErrorCode.Malformed, $"room and participant have 1 to {AccountId.MaximumLength} letters, digits and _ - . : @ |");
        }

        var key = new ParticipantKey(Prefix + room, participant);
        switch (await admission.JoinAsync(
            new JoinPermit(key, policy.Current), offer.Publish ? ParticipantRights.All : ParticipantRights.Subscribe, offer.Sdp))
        {
            case JoinResult.Answered answered:
                media.SetGate(key, open: true);
                return TypedResults.Json(new RoomAnswer(answered.Sdp, MediaSlot.Of(answered.Slots)), WireJson.Default.RoomAnswer);
            case JoinResult.Refused refused:
                ProtocolError error = admission.ErrorOf(refused);
                return Problem.Result(error.Code, error.Message);
            default:
                return Problem.Result(ErrorCode.Internal, CallErrors.Of(ErrorCode.Internal).Message);
        }
    }
}
