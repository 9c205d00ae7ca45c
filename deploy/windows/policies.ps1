# Policies of a pad, written where Group Policy writes them. May be run again.
#Requires -RunAsAdministrator
$ErrorActionPreference = 'Stop'

function Set-Policy([string]$Path, [string]$Name, [int]$Value) {
  if (-not (Test-Path $Path)) { New-Item -Path $Path -Force | Out-Null }
  New-ItemProperty -Path $Path -Name $Name -Value $Value -PropertyType DWord -Force | Out-Null
}

$windows = 'HKLM:\SOFTWARE\Policies\Microsoft\Windows'

# Edge gestures (边缘滑动): "Allow edge swipe" off.
Set-Policy "$windows\EdgeUI" 'AllowEdgeSwipe' 0
# No lock screen before the automatic sign-in, no notifications, no Cortana, no first-sign-in animation.
Set-Policy "$windows\Personalization" 'NoLockScreen' 1
Set-Policy "$windows\Explorer" 'DisableNotificationCenter' 1
Set-Policy "$windows\Windows Search" 'AllowCortana' 0
Set-Policy 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System' 'EnableFirstLogonAnimation' 0
# Error dialogs must not cover the pad.
Set-Policy 'HKLM:\SOFTWARE\Microsoft\Windows\Windows Error Reporting' 'DontShowUI' 1
# USB sticks neither start nor open anything.
Set-Policy 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer' 'NoDriveTypeAutoRun' 255
Set-Policy "$windows\Explorer" 'NoAutoplayfornonVolume' 1
# Windows Update restarts outside opening hours (7 to 19 o'clock).
Set-Policy "$windows\WindowsUpdate" 'SetActiveHours' 1
Set-Policy "$windows\WindowsUpdate" 'ActiveHoursStart' 7
Set-Policy "$windows\WindowsUpdate" 'ActiveHoursEnd' 19

# The screen and the machine stay awake.
foreach ($what in 'monitor-timeout-ac', 'standby-timeout-ac', 'hibernate-timeout-ac') { powercfg /change $what 0 }
